/** Tools tell what other programs said: it works no terminal. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import * as show from "../../tools/demo/show";
import { say } from "../../tools/say";
import { EVIL } from "../helpers/hostile";

const ROOT = join(__dirname, "../..");

/** Where a stream is written to by itself: here, and where the demo paints. */
const MAY = ["tools/say.ts", "tools/demo/show.ts"];

const unsafe = (text: string) => text.match(/[^\n\P{C}]|[\u2028\u2029]|\p{Default_Ignorable_Code_Point}/gu);

it("keeps lines, and shows what is no text as an escape", () => {
  let text = "";
  const stream = new Writable({
    write: (chunk, _, done) => {
      text += String(chunk);
      done();
    },
  });
  say(`one${EVIL}\r\ntwo`, stream);
  expect(unsafe(text)).toBeNull();
  expect(text).toMatch(/^one\\x1b.*\n.*\n.*\ntwo\n$/s);
});

it("does so in every form of the demo", () => {
  const written: string[] = [];
  const spy = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    for (const tell of [show.title, show.step, show.command, show.detail]) tell(EVIL);
    show.table(EVIL, [[EVIL, EVIL]]);
  } finally {
    spy.mockRestore();
  }
  expect(written.length).toBeGreaterThan(5);
  expect(unsafe(written.join(""))).toBeNull();
});

it("no other file of tools writes to a stream, and no bench to stderr", () => {
  const writing = (folder: string, what: RegExp) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((file) => `${folder}/${file}`)
      .filter((file) => file.endsWith(".ts") && !MAY.includes(file))
      .filter((file) => what.test(readFileSync(join(ROOT, file), "utf8")));
  expect(writing("tools", /process\.std(out|err)\.write|console\./)).toEqual([]);
  expect(writing("bench", /process\.stderr\.write|console\./)).toEqual([]);
});
