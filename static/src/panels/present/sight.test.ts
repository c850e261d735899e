import { describe, expect, it } from "vitest";
import { sightOf, type Sight } from "./sight";

const VIEW = { top: 50, bottom: 1000 };
const row = (top: number) => ({ top, bottom: top + 60 });
const look = (top: number, scrolled: number, before: Sight | null, words = "row.latency") => sightOf(words, row(top), VIEW, scrolled, before);

describe("what a spotlight is on", () => {
  it("is brought into sight once", () => {
    const first = look(600, 0, null);
    expect(first.bring).toBe(true);
    expect(look(600, 0, first.now).bring).toBe(false);
  });

  it("is left alone where somebody scrolled away from it", () => {
    const away = look(-100, 700, look(600, 0, null).now);
    expect(away.bring).toBe(false);
    expect(look(-90, 690, away.now).bring).toBe(false);
  });

  it("is brought back where the page moved it out of sight", () => {
    expect(look(1119, 0, look(900, 0, null).now).bring).toBe(true);
  });

  it("stays where the page moved it within sight", () => {
    expect(look(800, 0, look(900, 0, null).now).bring).toBe(false);
  });

  it("is not sought again where somebody left it and the page moves it", () => {
    const away = look(-100, 700, look(600, 0, null).now).now;
    expect(look(1200, 700, away).bring).toBe(false);
  });

  it("is sought anew when it is something else", () => {
    expect(look(600, 0, look(600, 0, null).now, "row.cost").bring).toBe(true);
  });
});
