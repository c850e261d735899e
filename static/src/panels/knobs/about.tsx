/** What a knob means, where its numbers come from, and what may be said. */
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { allowed, formatValue } from "../../core/quantity";
import type { Knob } from "../../core/types";
import { citationOf } from "./citation";

export function About({ knob, id, hidden }: { knob: Knob; id?: string; hidden?: ReadonlySignal<boolean> }) {
  const meaning = knob.meaning ? `${knob.meaning.charAt(0).toUpperCase()}${knob.meaning.slice(1)}.` : "";
  return (
    <div class="knob-about" id={id} hidden={hidden}>
      <p>{meaning.replace(/\.\.$/, ".")}</p>
      <dl>
        {knob.aws_name && <Fact name="AWS name"><code>{knob.aws_name}</code></Fact>}
        <Fact name="Default">{formatValue(knob, knob.default)}</Fact>
        <Fact name="This scenario">{formatValue(knob, knob.value)}</Fact>
        <Range knob={knob} />
        {knob.assumed ? <Fact name="Assumed"><Assumed knob={knob} /></Fact> : knob.source && <Fact name="Source"><Cited source={knob.source} /></Fact>}
        <Fact name="Path"><code>{knob.path}</code></Fact>
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return <><dt>{name}</dt><dd>{children}</dd></>;
}

function Range({ knob }: { knob: Knob }) {
  if (knob.choices) return <Fact name="Choices">{knob.choices.join(", ")}</Fact>;
  return allowed(knob) ? <Fact name="Allowed">{allowed(knob).replace(/^Allowed: /, "")}</Fact> : null;
}

/** The reason of what AWS does not publish. */
function Assumed({ knob }: { knob: Knob }) {
  return (
    <span>
      <span class="assumed">assumed</span>{" AWS publishes no value; this one is the model’s."}{knob.note && ` ${knob.note}`}
      {knob.source && <>{" "}<Cited source={knob.source} /></>}
    </span>
  );
}

function Cited({ source }: { source: string }) {
  const { before, link, after } = citationOf(source);
  return <span>{before}{link && <a href={link.href} rel="noopener noreferrer" target="_blank">{link.text}</a>}{after}</span>;
}
