/** One recorded await of a test: `[place, code, call, begin, duration]`, times in milliseconds. */
export type Recorded = readonly [
  at: string,
  code: string | undefined,
  call: number,
  begin: number,
  duration: number,
  within?: string,
];

/** A trace as the runtime writes it. */
export function recordedTrace(
  awaits: readonly Recorded[],
  otherData: object = { awaits: awaits.length, pauses: 0, pausedFor: 0, full: false },
): string {
  const events = awaits.map(([at, code, call, begin, duration, within = ""]) =>
    JSON.stringify({
      name: code ?? "await",
      cat: "await",
      args: { at, in: within, ...(code === undefined ? {} : { code }), call },
      pid: 1,
      tid: 1,
      ph: "X",
      ts: begin * 1000,
      dur: duration * 1000,
    }),
  );
  const head = { version: 1, pid: 1, node: "v20.19.0", clock: "loop" };
  return [
    `{"awaitwise":${JSON.stringify(head)},"displayTimeUnit":"ms","traceEvents":[`,
    ...(events.length === 0 ? [] : [events.join(",\n")]),
    `],"otherData":${JSON.stringify(otherData)}}`,
    "",
  ].join("\n");
}
