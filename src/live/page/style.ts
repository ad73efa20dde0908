/** The panel's style, in the colours of the page that it stands in. */
export const STYLE = `
.live { margin: 0 0 0.4rem; padding: 0.7rem 0.9rem; border: 1px solid var(--line, #ddd); border-radius: 8px; background: var(--shade, transparent); font-size: 0.86rem; line-height: 1.4; }
.live > summary { cursor: pointer; color: var(--quiet, #666); font-weight: 600; }
.live[open] > summary { margin-bottom: 0.6rem; }
.live-controls { display: flex; flex-wrap: wrap; gap: 0.5rem 1.4rem; align-items: center; }
.live-field { display: inline-flex; align-items: center; gap: 0.45rem; flex: 1 1 15rem; min-width: 0; max-width: 24rem; }
.live-name { white-space: nowrap; }
.live-field input[type=range] { flex: 1 1 5rem; min-width: 4rem; accent-color: var(--accent, #0065a3); }
.live-field input[type=text] { width: 5.6rem; padding: 0.15rem 0.35rem; font: inherit; font-variant-numeric: tabular-nums; text-align: right; color: inherit; background: var(--paper, #fff); border: 1px solid var(--line, #ddd); border-radius: 4px; }
.live-field .unit { min-width: 1.5rem; }
.live-sides { display: inline-flex; }
.live button { font: inherit; color: inherit; padding: 0.2rem 0.7rem; background: var(--paper, #fff); border: 1px solid var(--line, #ddd); cursor: pointer; }
.live-sides button + button { border-left: 0; }
.live-sides button:first-child { border-radius: 4px 0 0 4px; }
.live-sides button:last-child { border-radius: 0 4px 4px 0; }
.live-sides button[aria-pressed=true] { background: var(--accent, #0065a3); border-color: var(--accent, #0065a3); color: var(--paper, #fff); }
.live-back { border-radius: 4px; margin-left: auto; }
.live-back:disabled { opacity: 0.45; cursor: default; }
.live-facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 0.5rem 1.2rem; margin: 0.7rem 0 0; }
.live-facts dt { color: var(--quiet, #666); font-size: 0.78rem; }
.live-facts dd { margin: 0; font-variant-numeric: tabular-nums; }
.live-facts data { font-weight: 600; }
.live-facts .unit { font-size: 0.78rem; white-space: nowrap; }
.live-facts small { display: block; color: var(--quiet, #666); }
.live .changed data, .live input.changed { color: var(--warm, #8a5a00); }
.live .changed dt::before { content: "● "; color: var(--warm, #8a5a00); font-size: 0.7em; vertical-align: 0.15em; }
.live input.changed { border-color: var(--warm, #8a5a00); }
.live-message { min-height: 1.2em; margin: 0.5rem 0 0; color: var(--warm, #8a5a00); }
.live-message:empty { display: none; }
.live.wrong .live-message { color: var(--bad, #b3261e); }
.live-proof { margin: 0.5rem 0 0; color: var(--quiet, #666); font-size: 0.78rem; }
.live-proof:empty { display: none; }
@media print {
  .live:not(.moved), .live-controls, .live > summary { display: none; }
  .live { border: 0; padding: 0; background: none; }
}
`;
