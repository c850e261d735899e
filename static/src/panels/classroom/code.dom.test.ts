import { expect, it } from "vitest";
import { ClassCode } from "./code";

it("says what others need where the address is this machine's alone: its names, and HOST", () => {
  const { element } = new ClassCode("ACD346", document.body);
  expect(location.hostname).toBe("localhost");
  expect(element.querySelector(".class-problem")?.textContent).toContain("WINDTUNNEL_ALLOWED_HOSTS=lab.local,192.0.2.7 make run HOST=0.0.0.0");
});
