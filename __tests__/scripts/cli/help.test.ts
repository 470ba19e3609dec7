import { COMMANDS } from "../../../scripts/cli/commands";
import { GLOBAL_OPTIONS } from "../../../scripts/cli/options";
import { EXIT } from "../../../scripts/errors";
import { sealstack } from "../../helpers/processes/cli";

const help = async (...argv: string[]) => {
  const { status, stdout, stderr } = await sealstack(argv);
  return { status, text: stdout.toString(), stderr };
};

/** All that some command stands behind: `kms-plugin`, `kms-plugin rotation`. */
const GROUPS = [
  ...new Set(
    COMMANDS.map(({ name }) => name.split(" ").slice(0, -1))
      .flatMap((words) => words.map((_word, index) => words.slice(0, index + 1).join(" ")))
      .filter((name) => name !== ""),
  ),
];
const BARE_GROUPS = GROUPS.filter((group) => COMMANDS.every(({ name }) => name !== group));

describe("help", () => {
  it.each([[[]], [["help"]], [["--help"]], [["-h"]]])("of the program is shown by %j", async (argv) => {
    const { status, text, stderr } = await help(...argv);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(text).toContain("Usage: sealstack [options] [command]");
    for (const { status: number } of Object.values(EXIT))
      expect(text).toContain(`\n${String(number).padStart(5)}  `);
  });

  it.each(COMMANDS.map(({ name }) => name))("of '%s' is the same in each way to ask for it", async (name) => {
    const words = name.split(" ");
    const ways = [[...words, "--help"], ["help", ...words], ...waysThroughGroups(words)];
    for (const way of ways) {
      const { status, text, stderr } = await help(...way);
      expect({ way, status, stderr }).toEqual({ way, status: 0, stderr: "" });
      expect(text).toContain(`Usage: sealstack ${name} [options]`);
      expect(text).toContain("Example:");
    }
  });

  it.each(COMMANDS.map((spec) => [spec.name, spec] as const))(
    "of '%s' names the options of every command that it takes, and no other",
    async (name, { globals }) => {
      const { text } = await help("help", ...name.split(" "));
      const shown = text.slice(text.indexOf("Global Options:"));
      for (const option of GLOBAL_OPTIONS) {
        const name = option.attributeName();
        const taken = name === "logFormat" || (globals?.includes(name) ?? true);
        expect([option.long, shown.includes(`\n  ${option.flags} `)]).toEqual([option.long, taken]);
      }
    },
  );

  it.each(COMMANDS.map(({ name }) => name))("of '%s' fits 80 columns, but for its example", async (name) => {
    const { text } = await help("help", ...name.split(" "));
    const lines = text.slice(0, text.indexOf("Example:")).split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it("of the program fits 80 columns", async () => {
    expect((await help()).text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(BARE_GROUPS)("is what '%s' alone ends with, and says which words may follow", async (group) => {
    const { status, text, stderr } = await help(...group.split(" "));
    expect({ status, text }).toEqual({ status: EXIT.usage.status, text: "" });
    expect(stderr).toContain(`Usage: sealstack ${group} [options] [command]`);
    expect(stderr).toContain(`sealstack: error: '${group}' needs one more word: `);
    const asked = await help("help", ...group.split(" "));
    expect(asked).toMatchObject({
      status: 0,
      stderr: "",
      text: expect.stringContaining(`Usage: sealstack ${group}`),
    });
  });

  it.each([
    ...COMMANDS.filter(({ name }) => !name.includes(" ")).map(({ summary }) => summary),
    " hold set, release ",
    " schedule print: print what wakes `sealstack run`",
  ])("of the program says '%s'", async (said) => {
    expect((await help()).text.replaceAll(/\s+/g, " ")).toContain(said);
  });

  it("is not in the way of --json", async () => {
    const { stderr } = await help("kms-plugin", "rotation", "--json");
    expect(JSON.parse(stderr)).toMatchObject({ error: { exit: "usage", status: EXIT.usage.status } });
  });

  it.each([
    [["nope"], "unknown command 'nope'", "sealstack --help"],
    [["lst"], "unknown command 'lst'", "list"],
    [["help", "nope"], "unknown command 'nope'", "backup"],
    [["help", "list", "nope"], "unknown command 'nope' of 'list'", "sealstack help list"],
    [["help", "kms-plugin", "rotation", "nope"], "'nope' of 'kms-plugin rotation'", "plan, status"],
    [["kms-plugin", "nope"], "unknown command 'nope'", "sealstack help kms-plugin"],
    [["kms-plugin", "rotation", "nope"], "unknown command 'nope'", "sealstack help kms-plugin rotation"],
    [["list", "nope"], "too many arguments for 'list': 'nope'", "sealstack help list"],
    [["restore", "latest"], "missing required argument 'directory'", "sealstack help restore"],
    [["backup", "--source", "nope"], "is invalid. Allowed choices are", "sealstack help backup"],
  ])("is what the hint for %j leads to", async (argv, message, hint) => {
    const { status, text, stderr } = await help(...argv);
    expect({ status, text }).toEqual({ status: EXIT.usage.status, text: "" });
    expect(stderr).toContain(message);
    expect(stderr.split("hint: ")[1]).toContain(hint);
  });
});

/** `kms-plugin help rotation plan` and `kms-plugin rotation help plan`. */
function waysThroughGroups(words: readonly string[]): string[][] {
  return words
    .slice(1)
    .map((_word, index) => [...words.slice(0, index + 1), "help", ...words.slice(index + 1)]);
}
