/**
 * The order of bin labels. Only labels that are times have one; others stand as the table has them.
 *
 * Clock times may pass midnight once: 23:30 may be followed by 00:30, where the night between is less than half a
 * day and no later label reaches the first again.
 */
const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d(?:\.\d+)?))?(?: ?([AP])M)?$/i;
const DATE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * A check of labels one after the other: undefined where the label may follow those before, else the rule that
 * it breaks.
 */
export function labelOrder(): (label: string) => string | undefined {
  let before: string | undefined;
  let [first, last, passed] = [NaN, NaN, false];
  return (label) => {
    const rule = `must come after the one before, ${before}`;
    const seconds = clockSeconds(label);
    if (!Number.isNaN(seconds)) {
      const wraps = seconds <= last;
      if (wraps && (passed || seconds + DAY - last >= DAY / 2)) return rule;
      if ((passed || wraps) && seconds >= first) return rule;
      if (Number.isNaN(first)) first = seconds;
      passed ||= wraps;
      last = seconds;
    } else if (before !== undefined && DATE.test(before) && DATE.test(label)) {
      if (!(instant(label) > instant(before))) return rule;
    }
    before = label;
    return undefined;
  };
}

const DAY = 86_400;

/** Seconds since midnight of `9:30`, `09:30:00.5` or `1:05 PM`; NaN for what is no clock time. */
export function clockSeconds(label: string): number {
  const match = CLOCK.exec(label.trim());
  if (match === null) return NaN;
  const half = match[4]?.toUpperCase();
  const hours = half === undefined ? Number(match[1]) : (Number(match[1]) % 12) + (half === "P" ? 12 : 0);
  const seconds = hours * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0);
  return seconds <= DAY ? seconds : NaN;
}

/** Whether a label is of a later time than another: by their order where both are times, else as texts. */
export function isLater(label: string, than: string): boolean {
  const both = [label, than];
  const times = both.every((one) => DATE.test(one)) || both.every((one) => !Number.isNaN(clockSeconds(one)));
  if (!times) return label > than;
  const follows = labelOrder();
  follows(than);
  return follows(label) === undefined;
}

/** Milliseconds, and UTC where no zone is given: the answer must not depend on where it is asked. */
function instant(label: string): number {
  const iso = label.replace(" ", "T");
  return Date.parse(iso.length > 10 && !/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? `${iso}Z` : iso);
}
