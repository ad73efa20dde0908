/** What an allocation and its certificate show of themselves. */
import { clockOf } from "../../base/clock-of";
import { bounded, brief, withSummaries, withSummary, type Summary } from "../../base/summary";
import { unitsOf } from "../../base/units";
import { effectiveBins } from "../../numeric/effective-bins";
import {
  Allocated,
  Certified,
  TOLERANCES,
  type Allocation,
  type AllocationStatus,
  type Certificate,
} from "./allocation";

const STATUSES: Record<AllocationStatus, string> = {
  optimal: "Optimal",
  bounded: "Best found, within its proven bound,",
  inaccurate: "Inaccurate",
  "out-of-range": "Out-of-range",
  "not-converged": "Not converged",
};

/** The labels of the bins that a certificate, and its allocation, speak of by their indices. */
const labels = new WeakMap<Certificate, readonly string[]>();

/** What a bin is called: the clock of its label, where its model has labels. */
function nameOf(certificate: Certificate): (bin: number) => string {
  const bins = labels.get(certificate);
  return (bin) => (bins === undefined ? String(bin) : clockOf(String(bins[bin])));
}

/**
 * The allocation, which shows itself in a few lines, as its certificate does.
 *
 * @param model whose labels, where it has some, the bins are called by.
 */
export function shownAllocation(allocation: Allocation, model: object): Allocation {
  const { certificate } = allocation;
  const { bin } = model as { readonly bin?: readonly string[] };
  if (Array.isArray(bin) && bin.length === allocation.x.length) {
    // By the certificate alone, for both: a second entry takes a tenth of a solve.
    labels.set(certificate, (bin as readonly string[]).slice());
  }
  if (!(certificate instanceof Certified)) withSummary(certificate as Certificate, certificateSummary);
  return allocation instanceof Allocated ? allocation : withSummary(allocation, allocationSummary);
}

withSummaries(Certified, certificateSummary);
withSummaries(Allocated, allocationSummary);

function allocationSummary(allocation: Allocation): Summary {
  const { status, regime, size, x, cost, lambda, active, certificate } = allocation;
  const { currency, sizes, size: one } = unitsOf(allocation);
  const name = nameOf(certificate);
  const largest = x.reduce((at, xi, i) => (xi > x[at] ? i : at), 0);
  const share = size > 0 ? ` (${brief((100 * x[largest]) / size)} % of it)` : "";
  const bins = `${x.length} bin${x.length === 1 ? "" : "s"}`;
  const rows = [
    ["cost", `${brief(cost)} ${currency}${size > 0 ? `, ${brief(cost / size)} per ${one}` : ""}`],
    ["shadow price", `${brief(lambda)} ${currency} per ${one}`],
    ["effective bins", `${brief(size > 0 ? effectiveBins(x, size) : 0)} of ${x.length}`],
    ["largest", `${brief(x[largest])} ${sizes} in bin ${name(largest)}${share}`],
    [
      "regime",
      active < 0 ? regime : `${regime}, bin ${name(active)} of beta <= 1 carries ${brief(x[active])} ${sizes}`,
    ],
  ];
  if ((certificate.atCap ?? 0) > 0) rows.push(["at their caps", `${certificate.atCap} bins`]);
  rows.push(["certificate", residuals(certificate)]);
  return { title: `${STATUSES[status]} allocation of ${brief(size)} ${sizes} over ${bins}`, rows };
}

function residuals({ feasibility, stationarity, dualityGap }: Certificate): string {
  return `sum off by ${bounded(feasibility)}, marginal costs ${bounded(stationarity)}, gap ${bounded(dualityGap)}`;
}

function certificateSummary(certificate: Certificate): Summary {
  const { feasibility, stationarity, dualityGap, candidates, margin, runnerUp, ties, passes } = certificate;
  const label = nameOf(certificate);
  const limit = (name: keyof typeof TOLERANCES): string => String(TOLERANCES[name]);
  const rows = [
    ["sum of x off by", bounded(feasibility), limit("feasibility")],
    ["marginal costs off by", bounded(stationarity), limit("stationarity")],
    ["duality gap", bounded(dualityGap), limit("dualityGap")],
  ];
  const add = (name: string, value: string): number => rows.push([name, value, ""]);
  if (certificate.lowerBound !== undefined) add("nothing costs less than", brief(certificate.lowerBound));
  if (certificate.atCap !== undefined) add("bins at their caps", String(certificate.atCap));
  if (candidates > 0) add("bins of beta <= 1 compared", String(candidates));
  if (runnerUp !== undefined) {
    const which = runnerUp < 0 ? "the convex bins alone" : `bin ${label(runnerUp)}`;
    add("runner-up", `${which}, ${brief(100 * margin)} % dearer`);
  }
  if (ties.length > 0) add("ties", ties.map(label).join(", "));
  if (passes > 0) add("passes", String(passes));
  return { title: "Certificate", head: ["", "found", "optimal up to"], rows };
}
