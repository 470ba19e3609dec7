import { Writable } from "node:stream";
import { printableJson } from "../../../modules/printable";
import { formatTable, tableLines } from "../../../scripts/commands/format";
import { LazyList } from "../../../scripts/output/lazy-list";
import { Output, type Report } from "../../../scripts/output/output";

/** Items that were asked for so far, and a list of so many. */
function counted(length: number) {
  const made = { items: 0 };
  const list = new LazyList(function* () {
    for (let at = 0; at < length; at += 1) {
      made.items += 1;
      yield { path: `file-${at}\u202e`, at };
    }
  });
  return { made, list };
}

/** A report that counts how often it was closed. */
function closable(list: LazyList<unknown>) {
  const report = {
    data: { list },
    lines: [],
    closed: 0,
    close: async () => {
      report.closed += 1;
    },
  };
  return report;
}

function collector(onWrite: (done: (error?: Error) => void) => void = (done) => done()) {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      onWrite(done);
    },
  });
  stream.on("error", () => {});
  return { stream, chunks, text: () => Buffer.concat(chunks).toString() };
}

const reported = async (report: Report, json: boolean) => {
  const out = collector();
  await new Output(out.stream, out.stream, { json, quiet: false }).report(report);
  return out;
};

describe("a report", () => {
  it.each([0, 1, 2, 5_000])("of a lazy list of %d is written as one of an array is", async (length) => {
    const { list } = counted(length);
    const lines = list.map(({ path }) => path);
    const lazy = { data: { id: "a\u202e", nothing: undefined, list, none: null, after: [1] }, lines };
    const whole = { data: { ...lazy.data, list: [...list] }, lines: [...lines] };
    const [written, same] = [await reported(lazy, true), await reported(whole, true)];
    expect(written.text()).toBe(same.text());
    expect(written.text()).toBe(`${printableJson(whole.data)}\n`);
    expect((await reported(lazy, false)).text()).toBe((await reported(whole, false)).text());
    expect(JSON.stringify(lazy.data)).toBe(JSON.stringify(whole.data));
  });

  it("without data or lines is an empty object, or nothing", async () => {
    expect((await reported({ data: {}, lines: [] }, true)).text()).toBe("{}\n");
    expect((await reported({ data: {}, lines: [] }, false)).chunks).toEqual([]);
  });

  it("is made no faster than it is written, and ends with what a write fails with", async () => {
    const { made, list } = counted(100_000);
    const broken = Object.assign(new Error("write EPIPE"), { code: "EPIPE", syscall: "write" });
    let writes = 0;
    const out = collector((done) => done(++writes === 2 ? broken : undefined));
    const report = closable(list);
    const output = new Output(out.stream, out.stream, { json: true, quiet: false });
    await expect(output.report(report)).rejects.toBe(broken);
    expect([writes, report.closed]).toEqual([2, 1]);
    expect(made.items).toBeLessThan(10_000);
  });

  it("ends where it is interrupted, and is closed", async () => {
    const { made, list } = counted(100_000);
    const interrupting = new AbortController();
    const out = collector((done) => {
      setImmediate(() => interrupting.abort(new DOMException("ended by SIGINT", "AbortError")));
      done();
    });
    const report = closable(list);
    const output = new Output(out.stream, out.stream, { json: true, quiet: false });
    await expect(output.report(report, interrupting.signal)).rejects.toMatchObject({ name: "AbortError" });
    expect(report.closed).toBe(1);
    expect(made.items).toBeLessThan(10_000);
  });

  it("of one piece is written whole when the signal comes too late", async () => {
    const out = collector();
    const output = new Output(out.stream, out.stream, { json: true, quiet: false });
    await output.report({ data: { done: true }, lines: [] }, AbortSignal.abort());
    expect(out.text()).toBe('{"done":true}\n');
  });
});

describe("a table of lazy rows", () => {
  it("goes through them for the widths, and once more for the lines", () => {
    const { made, list } = counted(1_000);
    const rows = list.map(({ path, at }) => [path, String(at)]);
    const lines = tableLines(rows);
    expect(made.items).toBe(0);
    expect(lines.next().value).toBe("file-0\\u202e    0");
    expect(made.items).toBe(1_001);
  });

  it.each([undefined, 30, 12, 5])("is laid out as that of an array, in %s columns", (columns) => {
    const rows = counted(20).list.map(({ path, at }) => [path, `number ${at}`, at % 2 === 0 ? "" : "odd"]);
    expect([...tableLines(rows, columns)]).toEqual(formatTable([...rows], columns));
  });
});
