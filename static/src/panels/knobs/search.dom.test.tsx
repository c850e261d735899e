import { beforeEach, describe, expect, it, vi } from "vitest";
import { durationKnob } from "../../core/duration-knob";
import { RunInputs } from "../../core/inputs";
import type { Knob, KnobValue } from "../../core/types";
import { render } from "preact";
import { act } from "preact/test-utils";
import { About } from "./about";
import { Filter } from "./filter";
import { labelOf } from "./labels";
import { Palette, PaletteChoice } from "./palette";
import { KnobRow } from "./row";
import { best, found, knobText, KnobSearch, type Entry } from "./search";

const knob = (path: string, more: Partial<Knob>): Knob => ({ ...durationKnob(30), path: `components.${path}`, component: path.split(".")[0]!, ...more });
const KNOBS: readonly Knob[] = [
  knob("users.arrivals.poisson.rate", { group: "Load", label: "Rate", kind: "rate", meaning: "requests a second" }),
  knob("worker.timeout", { group: "Function", label: "Timeout", aws_name: "Timeout", meaning: "an invocation is cut off after this" }),
  knob("worker.reserved_concurrency", { group: "Concurrency", label: "Reserved concurrency", aws_name: "ReservedConcurrentExecutions", meaning: "caps the environments" }),
  knob("worker.idle_timeout", { group: "Concurrency", label: "Idle timeout", meaning: "an idle environment is reclaimed after this", assumed: true, source: "Not published by AWS. Measured 10 min (2019-08)" }),
];

function entries(focus = vi.fn()): Entry[] {
  return KNOBS.map((one) => ({
    path: one.path, label: one.label, group: one.group, awsName: one.aws_name ?? "", meaning: one.meaning, text: knobText(one, one.label),
    value: () => "30 s", hidden: () => false, focus: () => focus(one.label),
  }));
}

const labels = (all: readonly Entry[]): string[] => all.map((entry) => entry.label);

function press(target: HTMLElement, key: string, more: KeyboardEventInit = {}): void {
  void act(() => void target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more })));
}

function type(field: HTMLInputElement, text: string): void {
  field.value = text;
  void act(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
}

/** What a component comes to. */
function drawn(children: Parameters<typeof render>[0]): HTMLElement {
  const host = document.createElement("div");
  document.body.append(host);
  render(children, host);
  return host.firstElementChild as HTMLElement;
}

const about = (one: Knob): HTMLElement => drawn(<About knob={one} />);

describe("search", () => {
  it("looks at label, AWS name, meaning and path, and keeps the order", () => {
    expect(labels(found(entries(), ""))).toEqual(["Rate", "Timeout", "Reserved concurrency", "Idle timeout"]);
    expect(labels(found(entries(), "timeout"))).toEqual(["Timeout", "Idle timeout"]);
    expect(labels(found(entries(), "ConcurrentExec"))).toEqual(["Reserved concurrency"]);
    expect(labels(found(entries(), "executions reserved"))).toEqual(["Reserved concurrency"]);
    expect(labels(found(entries(), "reclaimed"))).toEqual(["Idle timeout"]);
    expect(labels(found(entries(), "users.arrivals"))).toEqual(["Rate"]);
    expect(labels(found(entries(), "idle_timeout"))).toEqual(["Idle timeout"]);
    expect(labels(found(entries(), "assumed"))).toEqual(["Idle timeout"]);
  });
  it("means the label before the meaning", () => {
    const all = entries();
    expect(best(found(all, "timeout"), "timeout")?.label).toBe("Timeout");
    expect(best(found(all, "idle"), "idle")?.label).toBe("Idle timeout");
    expect(best([], "nothing")).toBeNull();
  });
});

describe("field above the knobs", () => {
  it("leaves what matches, says how many, and goes there on Enter", () => {
    const focus = vi.fn();
    const all = entries(focus);
    const search = new KnobSearch(all);
    const element = drawn(<Filter search={search} onPalette={() => undefined} />);
    const field = element.querySelector("input")!;
    type(field, "timeout");
    expect(all.map((entry) => !search.passes(entry))).toEqual([true, false, true, false]);
    expect(element.querySelector("[role=status]")?.textContent).toBe("2 of 4");
    press(field, "Enter");
    expect(focus).toHaveBeenCalledWith("Timeout");
    press(field, "Escape");
    expect(field.value).toBe("");
    expect(all.every((entry) => search.passes(entry))).toBe(true);
  });
});

describe("palette", () => {
  beforeEach(() => document.body.replaceChildren());

  function opened(chosen = vi.fn()) {
    const choice = new PaletteChoice(entries(), (entry) => chosen(entry.label));
    const dialog = drawn(<Palette choice={choice} />) as HTMLDialogElement;
    void act(() => choice.show());
    return { dialog, field: dialog.querySelector("input")!, chosen };
  }
  const active = (field: HTMLInputElement): string =>
    document.getElementById(field.getAttribute("aria-activedescendant") ?? "")?.querySelector("b")?.textContent ?? "";

  it("lists all knobs by group", () => {
    const { dialog, field } = opened();
    expect([...dialog.querySelectorAll(".palette-group")].map((e) => e.textContent)).toEqual(["Load", "Function", "Concurrency"]);
    expect(dialog.querySelectorAll("[role=option]").length).toBe(4);
    expect(document.activeElement).toBe(field);
    expect(active(field)).toBe("Rate");
  });
  it("narrows by typing, moves by arrows, takes by Enter", () => {
    const { dialog, field, chosen } = opened();
    type(field, "timeout");
    expect(active(field)).toBe("Timeout");
    press(field, "ArrowDown");
    expect(active(field)).toBe("Idle timeout");
    expect(dialog.querySelectorAll("[aria-selected=true]").length).toBe(1);
    press(field, "ArrowDown");
    expect(active(field)).toBe("Timeout");
    press(field, "Enter");
    expect(chosen).toHaveBeenCalledWith("Timeout");
    expect(dialog.open).toBe(false);
  });
  it("says so when nothing matches", () => {
    const { dialog, field, chosen } = opened();
    type(field, "kinesis");
    expect(dialog.querySelector("[role=status]")?.textContent).toBe("No knob matches “kinesis”.");
    expect(field.hasAttribute("aria-activedescendant")).toBe(false);
    press(field, "Enter");
    expect(chosen).not.toHaveBeenCalled();
  });
});

describe("labels", () => {
  it("name the component, or the place in it, where two are called the same", () => {
    const [a, b, c] = [
      knob("worker.asynchronous.on_failure.delivery_fails", { label: "Delivery fails" }),
      knob("worker.asynchronous.on_success.delivery_fails", { label: "Delivery fails" }),
      knob("other.asynchronous.on_success.delivery_fails", { label: "Delivery fails" }),
    ];
    expect(labelOf(a!, [a!])).toBe("Delivery fails");
    expect(labelOf(a!, [a!, b!])).toBe("Delivery fails, on failure");
    expect(labelOf(b!, [b!, c!])).toBe("Delivery fails, worker");
    expect(labelOf(a!, [a!, b!, c!])).toBe("Delivery fails, on failure, worker");
  });
  it("name a component as the picture does, unless two are called so", () => {
    const [a, b] = [knob("orders.initial_messages", { label: "Backlog" }), knob("orders-dlq.initial_messages", { label: "Backlog" })];
    const node = (id: string, title: string) => ({ id, type: "queue", title }) as const;
    const named = (...titles: [string, string]): string => labelOf(b, [a, b], { nodes: [node("orders", titles[0]), node("orders-dlq", titles[1])], edges: [] });
    expect(named("Orders", "Dead-letter queue")).toBe("Backlog, Dead-letter queue");
    expect(named("Orders", "Orders")).toBe("Backlog, orders-dlq");
    expect(named("Orders", "A dead-letter queue of the orders")).toBe("Backlog, orders-dlq");
  });
});

describe("labels of a list's parts", () => {
  const matching = (i: number) => knob(`news.subscriptions.${i}.matching`, { label: "Matching share" });
  it("say which part, also where there is but one", () => {
    expect(labelOf(matching(0), [matching(0)])).toBe("Matching share, subscriptions 1");
    expect(labelOf(matching(1), [matching(0), matching(1)])).toBe("Matching share, subscriptions 2");
    const deep = knob("news.subscriptions.0.delivery_failure.share", { label: "Share" });
    expect(labelOf(deep, [deep])).toBe("Share, subscriptions 1 delivery failure");
    const nested = knob("bus.rules.2.targets.0.maximum_event_age", { label: "Event age" });
    expect(labelOf(nested, [nested])).toBe("Event age, rules 3 targets 1");
  });
  it("have the name of what the part leads to, and say more where one part has two", () => {
    const named = { ...matching(1), part: "Partner" };
    expect(labelOf(named, [matching(0), named])).toBe("Matching share, Partner");
    const [median, other] = ["latency", "pause"].map((field) =>
      ({ ...knob(`site.origins.0.${field}.median`, { label: "Median" }), part: "newsroom" })) as [Knob, Knob];
    expect(labelOf(median, [median])).toBe("Median, newsroom");
    expect(labelOf(median, [median, other])).toBe("Median, newsroom latency");
  });
  it("say whose, too, where two components have such parts", () => {
    const other = knob("alerts.subscriptions.0.matching", { label: "Matching share" });
    expect(labelOf(other, [other, matching(0)])).toBe("Matching share, subscriptions 1, alerts");
  });
  it("are found by the words of their path", () => {
    expect(found([{ text: knobText(matching(1), "Matching share") }], "news subscriptions 1").length).toBe(1);
  });
});

describe("explanations", () => {
  it("link AWS's own pages and quote the rest", () => {
    const guide = "AWS Lambda Developer Guide, configuration-timeout (docs.aws.amazon.com/lambda/latest/dg/configuration-timeout) (2026-07-12)";
    const linked = about(knob("worker.timeout", { source: guide }));
    const link = linked.querySelector("a")!;
    expect(link.href).toBe("https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html");
    expect(link.rel).toContain("noopener");
    expect(linked.textContent).toContain(guide);
    const quoted = about(knob("worker.x", { source: "see https://evil.example/docs.aws and botocore 1.44.5" }));
    expect(quoted.querySelector("a")).toBeNull();
    expect(quoted.textContent).toContain("botocore 1.44.5");
  });
  it("give the reason of what is assumed", () => {
    const text = about(KNOBS[3]!).textContent!;
    expect(text).toContain("assumed AWS publishes no value; this one is the model’s. Not published by AWS. Measured 10 min (2019-08)");
  });
});

describe("other kinds of knobs", () => {
  function row(one: Knob) {
    const authored = { overrides: {}, seed: 1, profile: "aws-2026" };
    const inputs = new RunInputs([one], authored, authored);
    const committed = vi.fn();
    const element = drawn(<KnobRow knob={one} label={one.label} host={{ inputs, committed, echo: () => undefined }} />);
    return { element, inputs, committed };
  }
  it("shows what has parts, to be read only", () => {
    const value: KnobValue = [{ at: 60, provisioned: 10 }, { at: 120, provisioned: 0 }];
    const { element } = row(knob("worker.schedule", { kind: "list", value, default: [], label: "Schedule" }));
    expect(element.querySelector("output")?.textContent).toBe("(at 60, provisioned 10), (at 120, provisioned 0)");
    expect(element.querySelector("input")).toBeNull();
    expect(about(knob("worker.schedule", { kind: "list", value: ["a", "b"], default: [] })).textContent).toContain("a, b");
  });
  it("lets a choice be none where it may be", () => {
    const { element, inputs, committed } = row(knob("worker.runtime", { kind: "choice", choices: ["python3.13", "java21"], value: null, default: null, nullable: true }));
    const select = element.querySelector("select")!;
    expect([...select.options].map((o) => o.textContent)).toEqual(["not set", "python3.13", "java21"]);
    select.value = "java21";
    select.dispatchEvent(new Event("change"));
    expect(inputs.value("worker.runtime")).toBe("java21");
    select.value = "";
    select.dispatchEvent(new Event("change"));
    expect(inputs.value("worker.runtime")).toBeNull();
    expect(committed).toHaveBeenCalledTimes(2);
  });
  it("says beside a choice what the server refused", () => {
    const { element, inputs } = row(knob("worker.runtime", { kind: "choice", choices: ["a"], value: "a", default: "a" }));
    void act(() => inputs.setChecks([{ id: "x", severity: "error", path: "components.worker.runtime", message: "nobody measured it", hint: "" }]));
    expect(element.querySelector(".knob-error")?.textContent).toBe("Nobody measured it.");
    expect(element.querySelector("select")?.getAttribute("aria-invalid")).toBe("true");
  });
});
