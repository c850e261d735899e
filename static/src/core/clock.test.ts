import { describe, expect, it } from "vitest";
import { Clock, nextSpeed, speedFor } from "./clock";

function clock(computed: number, ended = false): Clock {
  const made = new Clock();
  made.setData(computed, ended, 0);
  return made;
}

describe("Clock", () => {
  it("goes with the speed, from wherever it is read", () => {
    const playing = clock(600, true);
    playing.setSpeed(20, 0);
    playing.setPlaying(true, 0);
    expect(playing.at(1000)).toBe(20);
    expect(playing.at(5000)).toBe(100);
    playing.setSpeed(0.5, 5000);
    expect(playing.at(7000)).toBe(101);
  });

  it("waits at the edge of the data without piling up time", () => {
    const live = clock(10);
    live.setPlaying(true, 0);
    expect(live.at(60_000)).toBe(10);
    expect(live.advance(60_000)).toBe(false);
    live.setData(20, false, 60_000);
    expect(live.at(60_000)).toBe(10);
    expect(live.at(61_000)).toBe(11);
    expect(live.playing).toBe(true);
  });

  it("stops at the end and plays again from the beginning", () => {
    const ended = clock(10, true);
    ended.setPlaying(true, 0);
    ended.advance(11_000);
    expect(ended.playing).toBe(false);
    expect(ended.at(12_000)).toBe(10);
    ended.setPlaying(true, 13_000);
    expect(ended.at(14_000)).toBe(1);
  });

  it("keeps the place while a new run computes up to it", () => {
    const moving = clock(600, true);
    moving.seek(184, 0);
    moving.restart(0);
    moving.setData(100, false, 10);
    moving.advance(10);
    expect(moving.at(10)).toBe(100);
    moving.setData(300, false, 20);
    expect(moving.at(20)).toBe(184);
  });

  it("takes the end for the place when the new run ends before it", () => {
    const moving = clock(600, true);
    moving.seek(184, 0);
    moving.restart(0);
    moving.setData(100, true, 10);
    moving.advance(10);
    expect(moving.at(10)).toBe(100);
  });

  it("follows the live edge until the playhead is taken", () => {
    const live = clock(10);
    live.follow(0);
    live.setData(50, false, 5);
    expect(live.at(5)).toBe(50);
    live.seek(20, 6);
    live.setData(80, false, 7);
    expect(live.at(7)).toBe(20);
  });

  it("at most speed shows what is computed", () => {
    const live = clock(10);
    live.setSpeed("max", 0);
    live.setPlaying(true, 0);
    expect(live.at(1)).toBe(10);
    live.setData(500, false, 2);
    expect(live.at(2)).toBe(500);
  });

  it("never leaves the data", () => {
    const held = clock(10);
    held.seek(-5, 0);
    expect(held.at(0)).toBe(0);
    held.seek(99, 0);
    expect(held.at(0)).toBe(10);
  });
});

it("steps through the speeds and stays within them", () => {
  expect(nextSpeed(1, 1)).toBe(2);
  expect(nextSpeed(100, 1)).toBe("max");
  expect(nextSpeed("max", 1)).toBe("max");
  expect(nextSpeed(0.1, -1)).toBe(0.1);
});

it("chooses a speed that plays a run in about half a minute", () => {
  expect(speedFor(600)).toBe(20);
  expect(speedFor(60)).toBe(2);
  expect(speedFor(86_400)).toBe(100);
});
