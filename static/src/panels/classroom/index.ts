/** Classes in the lab: making one, teaching it, following it. */
import { signal } from "@preact/signals-core";
import { h } from "../../core/dom";
import type { Lab } from "../../core/lab";
import type { Panel } from "../../core/panel";
import { Follower } from "./follower";
import { classQuery, lessonOf } from "./lesson";
import { Teacher } from "./teacher";
import "./classroom.css";

export interface ClassroomOptions {
  readonly lab: Lab;
  readonly header: HTMLElement;
  readonly main: HTMLElement;
  readonly transport: HTMLElement;
  readonly dialogs: HTMLElement;
  readonly fork: (() => void) | null;
  readonly walk: (direction: 1 | -1) => void;
}

export interface Classroom extends Panel {
  /** For the menu of what is presented: a class is made, or its code shown where one is on. */
  readonly button: HTMLElement;
}

export function createClassroom(options: ClassroomOptions): Classroom {
  const [role, code] = roleOf(location.search);
  const follower = role === "class" && code ? new Follower({ ...options, code }) : null;
  const teacher = signal(role === "teach" && code ? new Teacher({ ...options, code }) : null);
  const open = async (): Promise<void> => {
    teacher.value ??= await begin(options);
    teacher.value?.code.open();
  };
  const button = h("button", { class: "link-button", type: "button", title: "A code with which others follow what you show here", "aria-haspopup": "dialog" }, "Class: code and QR");
  button.addEventListener("click", () => void open());
  button.hidden = follower !== null;
  return {
    element: options.header,
    button,
    update: (view) => follower?.update(view),
    dispose: () => undefined,
  };
}

function roleOf(search: string): readonly [string | null, string | null] {
  const parameters = new URLSearchParams(search);
  const role = ["class", "teach"].find((name) => /^[A-Za-z0-9]{6}$/.test(parameters.get(name) ?? "")) ?? null;
  return [role, role && parameters.get(role)!.toUpperCase()];
}

/** Makes a class of the run that is shown; null where the server says no. */
async function begin(options: ClassroomOptions): Promise<Teacher | null> {
  const { lab } = options;
  try {
    const { code } = await lab.api.makeClass({ run: lab.run.value, lesson: lessonOf(lab) });
    const query = lab.run.value === null ? `${location.search}${location.search ? "&" : "?"}teach=${code}` : classQuery("teach", code, lessonOf(lab));
    history.replaceState(null, "", location.pathname + query + location.hash);
    return new Teacher({ ...options, code });
  } catch (error) {
    lab.trouble.value = { kind: "note", message: (error as Error).message };
    lab.viewing.onSay((error as Error).message);
    return null;
  }
}
