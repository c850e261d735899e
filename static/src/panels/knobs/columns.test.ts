import { describe, expect, it } from "vitest";
import { columnsOf, DETECTED } from "./columns";

describe("columnsOf", () => {
  it("says nothing of what is left to detection", () => {
    expect(columnsOf(DETECTED)).toEqual({});
    expect(columnsOf({ time: " ", value: "", counts: "" })).toEqual({});
  });

  it("says what was filled in", () => {
    expect(columnsOf({ time: " ts ", value: "3", counts: "total" })).toEqual({ time_column: "ts", value_column: "3", cumulative: true });
    expect(columnsOf({ time: "", value: "(none)", counts: "each" })).toEqual({ value_column: "(none)", cumulative: false });
  });
});
