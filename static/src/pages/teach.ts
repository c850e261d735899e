/** The console of a class, in a window of the teacher's own. */
import "./common/site";
import "../styles/class.css";
import { createConsole, type ConsoleData } from "../panels/classroom/console/index";

function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element #${id}.`);
  return element;
}

createConsole(part("console"), part("console-link"), JSON.parse(part("class-data").textContent ?? "") as ConsoleData);
document.documentElement.dataset["ready"] = "true";
