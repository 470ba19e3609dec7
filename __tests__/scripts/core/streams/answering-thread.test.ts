import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { AnsweringThread } from "../../../../scripts/core/streams/answering-thread";

const FILE = join(__dirname, "../../../../scripts/core/crew/crew-worker.js");

const start = () => new AnsweringThread<object, object>(FILE);
const into = Array.from({ length: 500 }, () => new Uint8Array(new SharedArrayBuffer(7)));
const job = (id: number) => ({ id, member: [new Uint8Array(gzipSync("content"))], into: into[id] });

describe("a thread that answers", () => {
  // Where it was terminated instead, Node.js aborted the process now and then: "close before init".
  it("ends after what it was asked, in the middle of nothing", async () => {
    const thread = start();
    const answers = into.map((_, id) => thread.ask(job(id)));
    await thread.end();
    expect(await Promise.all(answers)).toEqual(answers.map((_, id) => ({ inflated: true, id })));
    expect(into.map((place) => Buffer.from(place).toString())).toEqual(answers.map(() => "content"));
  });

  it("ends before it was asked anything, and a second time", async () => {
    const thread = start();
    await thread.end();
    await thread.end();
    await expect(thread.ask(job(0))).rejects.toThrow("a thread ended with status 0 before its work was done");
  });
});
