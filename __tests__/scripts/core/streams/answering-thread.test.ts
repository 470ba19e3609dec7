import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { AnsweringThread } from "../../../../scripts/core/streams/answering-thread";

const FILE = join(__dirname, "../../../../scripts/core/archive/compression/inflate-worker.js");

const start = () => new AnsweringThread<unknown, { readonly data: Uint8Array }>(FILE);
const job = () => ({ member: new Uint8Array(gzipSync("content")), bytes: 7 });

describe("a thread that answers", () => {
  // Where it was terminated instead, Node.js aborted the process now and then: "close before init".
  it("ends after what it was asked, in the middle of nothing", async () => {
    const thread = start();
    const answers = Array.from({ length: 500 }, () => thread.ask(job()));
    await thread.end();
    const texts = (await Promise.all(answers)).map(({ data }) => Buffer.from(data).toString());
    expect(texts).toEqual(answers.map(() => "content"));
  });

  it("ends before it was asked anything, and a second time", async () => {
    const thread = start();
    await thread.end();
    await thread.end();
    await expect(thread.ask(job())).rejects.toThrow("a thread ended with status 0 before its work was done");
  });
});
