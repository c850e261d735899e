import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { columnsOf, DETECTED } from "./columns";
import { firstRows, rowsOf } from "./first-rows";

describe("columnsOf", () => {
  it("says nothing of what is left to detection", () => {
    expect(columnsOf(DETECTED)).toEqual({});
  });

  it("says what was chosen", () => {
    expect(columnsOf({ format: "", time: "ts", unit: "ms", value: "3", counts: "total" })).toEqual({ time_column: "ts", time_unit: "ms", value_column: "3", cumulative: true });
    expect(columnsOf({ format: "csv", time: "", unit: "", value: "(none)", counts: "each" })).toEqual({ format: "csv", value_column: "(none)", cumulative: false });
  });
});

describe("the first rows of a file", () => {
  it("are five, under the names of their columns", () => {
    const text = `ts;n\n${Array.from({ length: 9 }, (_, i) => `${i};${i * 2}`).join("\r\n")}`;
    expect(rowsOf(text)).toEqual({ names: ["ts", "n"], rows: [["0", "0"], ["1", "2"], ["2", "4"], ["3", "6"], ["4", "8"]], more: false });
  });

  it("have numbers where there is no header, or where two are called alike", () => {
    expect(rowsOf("2026-03-01,5\n2026-03-02,6")).toEqual({ names: ["1", "2"], rows: [["2026-03-01", "5"], ["2026-03-02", "6"]], more: false });
    expect(rowsOf("t,n,n\n1,2,3")?.names).toEqual(["t", "2", "3"]);
  });

  it("may be quoted, wide, or nothing at all", () => {
    expect(rowsOf('when,"a ""b"", c"\n1,2')?.names).toEqual(["when", 'a "b", c']);
    expect(rowsOf(Array.from({ length: 20 }, (_, i) => `c${i}`).join(","))).toMatchObject({ more: true });
    expect(rowsOf("\n \n")).toBe(null);
  });

  it("of JSON are its series, by their ids or statistics", () => {
    const results = [{ Id: "m1", Label: "Errors", Timestamps: [], Values: [] }, { Id: "m2" }, { Id: "m1" }];
    expect(rowsOf(JSON.stringify({ MetricDataResults: results }))).toEqual({ names: ["m1", "m2"], rows: [], more: false });
    expect(rowsOf(JSON.stringify({ Datapoints: [{ Sum: 1, SampleCount: 2, Unit: "Count", Timestamp: "" }] }))?.names).toEqual(["Sum", "SampleCount"]);
    expect(rowsOf('{"MetricDataResults": [{"Id": "m1", "Val')?.names).toEqual(["m1"]);
    expect(rowsOf("[1, 2]")).toBe(null);
  });

  it("are seen of a compressed file, too, however large", async () => {
    const text = `ts,n\n${Array.from({ length: 200_000 }, (_, i) => `${i},${(i * 7919) % 1000}`).join("\n")}`;
    const rows = await firstRows(new Blob([new Uint8Array(gzipSync(text))]));
    expect(rows?.rows.slice(0, 2)).toEqual([["0", "0"], ["1", "919"]]);
  });
});
