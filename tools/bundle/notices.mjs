// The licence texts of what is inside the bundle. A package that ships none gets its text from licenses/, where its source is named.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const LICENCE_FILE = /^(licen[cs]e|copying|unlicense)(?![a-z])/i;
/** Apache-2.0, section 4 (d): goes along with the licence. */
const NOTICE_FILE = /^notice(?![a-z])/i;
const RULE = `\n\n${"-".repeat(80)}\n\n`;

/**
 * @param {readonly string[]} folders of packages
 * @param {string} ours folder of texts for packages that ship none, with `sources.json`
 * @throws {Error} naming every package without a text
 */
export async function notices(folders, ours = "licenses") {
  const sources = JSON.parse(await readFile(join(ours, "sources.json"), "utf8"));
  const found = await Promise.all(folders.map((folder) => notice(folder, sources, ours)));
  const without = found.filter(({ text }) => text === undefined).map(({ title }) => title);
  if (without.length > 0)
    throw new Error(
      `no licence text in the package, nor in ${ours}/sources.json for its licence: ${without.join(", ")}`,
    );
  return `${found.map(({ title, text }) => `${title}\n\n${text}`).join(RULE)}\n`;
}

async function notice(folder, sources, ours) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder)).sort();
  const shipped = files.filter((file) => LICENCE_FILE.test(file));
  const texts = await Promise.all(shipped.map((file) => textOf(join(folder, file))));
  const licence = texts.some((text) => text !== undefined)
    ? texts
    : [await kept(name, license, sources, ours)];
  const beside = await Promise.all(
    files.filter((file) => NOTICE_FILE.test(file)).map((file) => textOf(join(folder, file))),
  );
  const all = [...licence, ...beside].filter((text) => text !== undefined);
  const text = licence.some((each) => each !== undefined) ? all.join("\n\n") : undefined;
  return { title: `${name} ${version} (${license})`, text };
}

/** The text that is kept here, and where it is from. */
async function kept(name, license, sources, ours) {
  const [file, { source } = {}] =
    Object.entries(sources).find(
      ([, each]) => each.packages.includes(name) && each.license === license && each.source,
    ) ?? [];
  const text = file === undefined ? undefined : await textOf(join(ours, file));
  return text === undefined
    ? undefined
    : `(The package carries no licence text; this is the text of ${source})\n\n${text}`;
}

/** `undefined` for what is empty, or a folder. */
async function textOf(path) {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.trim() === "" ? undefined : text.trim();
}
