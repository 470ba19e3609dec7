/** Real servers on loopback, and the tool's own transport. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { post } from "../../../../scripts/clients/http/post";
import type { StepEnd } from "../../../../scripts/core/notify/event";
import { Notifier, type NotifyPorts } from "../../../../scripts/core/notify/notifier";
import type { Notify } from "../../../../scripts/core/notify/section";
import {
  type Answer,
  type AnsweringServer,
  answeringServer,
} from "../../../helpers/servers/answering-server";
import { endless, headersOnly, type Odd, oddServer, silent } from "../../../helpers/servers/odd-server";
import { useTempDir } from "../../../helpers/temp-dir";

const WHERE = { host: "db1", target: "ca", time: "2026-11-28T10:00:00.000Z" };
const GOOD: StepEnd = {
  step: "backup",
  status: 0,
  failedBefore: 0,
  failedAttempts: 0,
  lastSuccess: WHERE.time,
};
const BAD: StepEnd = { step: "backup", status: 7, failedBefore: 0, failedAttempts: 1 };
const SECRET = "5ecre7-0f-7he-ur1";

describe("notifications", () => {
  const dir = useTempDir();
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  const answering = async (...answers: readonly Answer[]): Promise<AnsweringServer> => {
    let asked = 0;
    const server = await answeringServer(
      () => answers[Math.min(asked++, answers.length - 1)] ?? { status: 200 },
    );
    closers.push(() => server.close());
    return server;
  };
  const odd = async (how: Odd): Promise<string> => {
    const server = await oddServer(how);
    closers.push(() => server.close());
    return server.url;
  };
  const file = (url: string): string => {
    const path = join(dir(), "url");
    writeFileSync(path, `${url}\n`, { mode: 0o600 });
    return path;
  };
  const notifier = (
    notify: Notify,
    more: Partial<NotifyPorts> = {},
    totalMs = 30_000,
    signal = new AbortController().signal,
  ) =>
    new Notifier({
      notify,
      signal,
      limits: { tries: 3, pauseMs: 1, totalMs },
      ports: { post, publish: async () => {}, variable: (name) => process.env[name], ...more },
    });

  it("tells a dead-man switch of a beginning and an end, with nothing but exit statuses", async () => {
    const { url, asked } = await answering({ status: 200 });
    const one = notifier({ ping: { urlFile: file(`${url}/${SECRET}?create=1`) } });
    one.start();
    expect(await one.end([GOOD, { ...GOOD, step: "drill" }], WHERE)).toEqual({ ping: undefined });
    expect(await one.end([GOOD, { ...BAD, step: "drill", status: 19 }], WHERE)).toEqual({ ping: undefined });
    expect(asked.map(({ method, url: path, body }) => [method, path, body])).toEqual([
      ["POST", `/${SECRET}/start?create=1`, ""],
      ["POST", `/${SECRET}?create=1`, "backup: exit status 0\ndrill: exit status 0\n"],
      ["POST", `/${SECRET}/fail?create=1`, "backup: exit status 0\ndrill: exit status 19\n"],
    ]);
  });

  it("posts a failure, and that it is over, and nothing else", async () => {
    const { url, asked } = await answering({ status: 204 });
    process.env.WEBHOOK_OF_TEST = `${url}/${SECRET}`;
    const one = notifier({ webhook: { urlVariable: "WEBHOOK_OF_TEST" } });
    expect(await one.end([GOOD], WHERE)).toEqual({});
    expect(await one.end([{ ...BAD, lastSuccess: "2026-11-27T10:00:00.000Z" }], WHERE)).toEqual({
      webhook: undefined,
    });
    expect(await one.end([{ ...GOOD, failedBefore: 3 }], WHERE)).toEqual({ webhook: undefined });
    delete process.env.WEBHOOK_OF_TEST;
    expect(asked.map(({ headers }) => headers["content-type"])).toEqual([
      "application/json",
      "application/json",
    ]);
    expect(asked.map(({ body }) => JSON.parse(body))).toEqual([
      {
        ...{ schemaVersion: 1, event: "failed", ...WHERE, step: "backup", status: 7, failedAttempts: 1 },
        lastSuccess: "2026-11-27T10:00:00.000Z",
        meaning: expect.stringContaining("wrong key or passphrase"),
        text: expect.stringMatching(
          /^backup of ca on db1 failed with exit status 7: .*\n1 attempt failed\nlast success: 2026-11-27T/,
        ),
      },
      expect.objectContaining({
        event: "recovered",
        failedAttempts: 3,
        text: expect.stringContaining("backup of ca on db1 succeeded, after 3 attempts in a row failed"),
      }),
    ]);
  });

  it("tells less and less often of a step that fails again and again", async () => {
    const { url, asked } = await answering({ status: 200 });
    const one = notifier({ webhook: { urlFile: file(url) } });
    for (let failedAttempts = 1; failedAttempts <= 20; failedAttempts++)
      await one.end([{ ...BAD, failedAttempts }], WHERE);
    expect(asked.map(({ body }) => JSON.parse(body).failedAttempts)).toEqual([1, 2, 4, 8, 16]);
  });

  it("publishes to a topic, with a subject that SNS takes", async () => {
    const sent: (readonly [string, { readonly subject: string; readonly text: string }])[] = [];
    const topicArn = "arn:aws:sns:eu-central-1:111122223333:oncall";
    const target = "t".repeat(64);
    await notifier(
      { sns: { topicArn } },
      { publish: async (...one) => void sent.push([one[0], one[1]]) },
    ).end([{ ...BAD, status: 130 }], { ...WHERE, target });
    expect(sent).toEqual([
      [topicArn, expect.objectContaining({ subject: `sealstack: ${target}: backup failed (130)` })],
    ]);
    expect(sent[0]?.[1].subject.length).toBeLessThanOrEqual(100);
  });

  it("tries again what may pass, and does not repeat what was heard", async () => {
    const { url, asked } = await answering(
      { status: 200 },
      { status: 503 },
      { status: 429 },
      { status: 200 },
    );
    const one = notifier({ webhook: { urlFile: file(url) } });
    expect(await one.end([BAD, { ...BAD, step: "drill" }], WHERE)).toEqual({ webhook: undefined });
    expect(asked.map(({ body }) => JSON.parse(body).step)).toEqual(["backup", "drill", "drill", "drill"]);
  });

  it.each<[string, Answer, string, number]>([
    ["fails", { status: 500, body: SECRET }, "HTTP 500, 3 times", 3],
    ["refuses", { status: 404, body: SECRET }, "HTTP 404", 1],
    [
      "leads elsewhere",
      { status: 302, headers: { location: "http://127.0.0.1:1/" } },
      "HTTP 302, a redirect, which is not followed",
      1,
    ],
  ])("gives up a server that %s, and says why without the URL", async (_, answer, problem, tries) => {
    const { url, asked } = await answering(answer);
    expect(await notifier({ ping: { urlFile: file(`${url}/${SECRET}`) } }).end([GOOD], WHERE)).toEqual({
      ping: problem,
    });
    expect(asked).toHaveLength(tries);
  });

  it.each<[string, Odd, RegExp]>([
    ["says nothing", silent, /^no answer, until 0.2 s were over$/],
    ["stops in its answer", headersOnly, /^no answer, until 0.2 s were over$/],
    ["never stops", endless, /^an answer that is too long$/],
    ["cuts the line", (outgoing) => outgoing.destroy(), /^ECONNRESET, (3 times|until 0.2 s were over)$/],
  ])("gives up a server that %s", async (_, how, problem) => {
    const url = await odd(how);
    const told = await notifier(
      { ping: { urlFile: file(`${url}/${SECRET}`) } },
      {},
      how === endless ? 30_000 : 200,
    ).end([GOOD], WHERE);
    expect(told.ping).toMatch(problem);
    expect(told.ping).not.toContain(SECRET);
  });

  it("ends with the run", async () => {
    const stop = new AbortController();
    const url = await odd(() => stop.abort());
    await expect(
      notifier({ ping: { urlFile: file(url) } }, {}, 30_000, stop.signal).end([GOOD], WHERE),
    ).rejects.toThrow("aborted");
  });

  it.each([
    [`http://example.org/${SECRET}`, "must hold a URL with https; http only for this host"],
    [`ftp://127.0.0.1/${SECRET}`, "must hold a URL with https; http only for this host"],
    [`https://user:${SECRET}@example.org/`, "must hold a URL without user and password"],
    [SECRET, "holds no URL"],
  ])("asks nobody for %s", async (url, problem) => {
    const path = file(url);
    const told = await notifier(
      { ping: { urlFile: path } },
      { post: () => Promise.reject(new Error("asked")) },
    ).end([GOOD], WHERE);
    expect(told).toEqual({ ping: `${path} ${problem}` });
  });

  it("takes no URL from a file that others may read, or a variable that is not set", async () => {
    const path = file("https://example.org/x");
    chmodSync(path, 0o644);
    expect(await notifier({ ping: { urlFile: path } }).end([GOOD], WHERE)).toEqual({
      ping: `the URL file ${path} can be read by others`,
    });
    expect(await notifier({ ping: { urlVariable: "NO_SUCH_VARIABLE" } }).end([GOOD], WHERE)).toEqual({
      ping: "the variable NO_SUCH_VARIABLE is empty or not set",
    });
  });
});
