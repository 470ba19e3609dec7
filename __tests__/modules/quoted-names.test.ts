/** Sentences show what they got by one function, which cuts what is long and escapes what works a terminal: none quotes by itself. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

/** The file that quotes for all others, and the error that has it say its path. */
const MAY = ["modules/show-value.ts", "modules/config-error.ts"];

/** A value between single quotes in a template; constants in capital letters are known to be harmless. */
const QUOTED = /'\$\{(?![A-Z_]+\})[^}]*\}'/g;

const quotedIn = (text: string) => [...text.matchAll(QUOTED)].map(([found]) => found);

it("no sentence of modules, presets and configuration quotes a value by itself", () => {
  const files = ["modules", "presets", "config"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `${folder}/${file}`),
  );
  expect(files.length).toBeGreaterThan(200);
  const found = files
    .filter((file) => !MAY.includes(file))
    .flatMap((file) => quotedIn(readFileSync(join(ROOT, file), "utf8")).map((quote) => `${file}: ${quote}`));
  expect(found).toEqual([]);
});

it("sees a value that is quoted", () => {
  expect(quotedIn("`got '${name}'`, `'${A_B}'`, `${shown(name)}`")).toEqual(["'${name}'"]);
});
