/** Where a rule or a number is on the pages of the model: as simcore.scenario.insights names anchors. */
export function anchorOf(title: string): string {
  return title.toLowerCase().replace(/[^\w\- ]/g, "").replaceAll(" ", "-");
}

export function ruleAddress(model: string): string {
  return `/model#${anchorOf(model)}`;
}

export function numberAddress(key: string): string {
  return `/model/numbers#${anchorOf(key)}`;
}
