/** Every command of README and docs: the tool's own table reads it, and the policies let the one run it who is named in docs/permissions.md. */
import type { ClaimRequest } from "../../presets/common/claims/claim";
import { COMMANDS } from "../../scripts/cli/commands";
import { describeDecision, evaluate } from "../../tools/policy-check";
import { type Actor, callsOf } from "../helpers/command-calls";
import {
  ACTORS,
  ANYBODY,
  OF_THE_ACCOUNT,
  roleRows,
  rolesWithPurpose,
  rowOf,
} from "../helpers/judging/command-actors";
import {
  commandsOf,
  type DocumentedCommand,
  documentedCommands,
  isMention,
  parse,
} from "../helpers/repository/documented-commands";

/** What is refused to somebody of what a command needs. */
async function refused(argv: readonly string[], actor: Actor): Promise<readonly string[]> {
  const outcomes = await Promise.all(
    callsOf(await parse(argv), actor).map(async (request: ClaimRequest) => ({
      request,
      decision: await evaluate(actor.policies, request),
    })),
  );
  return outcomes
    .filter(({ decision }) => decision.effect !== "allowed")
    .map(
      ({ request, decision }) => `${request.action} on ${request.resource}: ${describeDecision(decision)}`,
    );
}

const words = ({ file, argv }: DocumentedCommand): string => `${file}: sealstack ${argv.join(" ")}`;
const SHOWN = documentedCommands().filter((command) => !isMention(command));
const UNIQUE = [...new Map(SHOWN.map((command) => [words(command), command])).values()];

describe("a command in README or docs", () => {
  it("is found in blocks and in sentences", () => {
    expect(UNIQUE.length).toBeGreaterThan(45);
    expect(new Set(UNIQUE.map(({ file }) => file))).toContain("README.md");
  });

  it.each(UNIQUE.map((command) => [words(command), command] as const))("%s", async (_, { argv }) => {
    const parsed = await parse(argv); // throws where the tool would
    if (parsed.name === undefined) return; // help
    const row = rowOf(parsed);
    expect(row).toBeDefined();
    for (const name of row?.actors ?? []) {
      if (name === ANYBODY || name === OF_THE_ACCOUNT) continue;
      const actor = ACTORS[name]?.();
      if (actor === undefined) throw new Error(`nobody is called '${name}'`);
      expect({ name, refused: await refused(argv, actor) }).toEqual({ name, refused: [] });
    }
  });

  it.each([
    [
      "a fence",
      "```\n$ sealstack list --outputs o.json   # all of it\n```",
      [["list", "--outputs", "o.json"]],
    ],
    ["a fence of another kind", "~~~sh\nnpx sealstack verify latest\n~~~", [["verify", "latest"]]],
    ["a fence in a list", "1. x\n   ```\n   sealstack verify\n   ```\n", [["verify"]]],
    ["a longer line", "```\nsealstack list \\\n  --quiet\n```", [["list", "--quiet"]]],
    ["a pipe", "```\ntar c . | sealstack encrypt --key K > out.kms && ls\n```", [["encrypt", "--key", "K"]]],
    [
      "quotes",
      "```\nsealstack restore --path 'a b/*' \"latest\" -\n```",
      [["restore", "--path", "a b/*", "latest", "-"]],
    ],
    ["a variable", "```\nAWS_REGION=eu-west-1 sealstack list\n```", [["list"]]],
    ["a sentence over two lines", "so `sealstack\nlist --quiet` does", [["list", "--quiet"]]],
    ["left out words", "`sealstack backup … --name N`", [["backup", "--name", "N"]]],
    ["a drawing", "```mermaid\nsealstack list\n```", []],
    ["other programs", "```\nls sealstack\n```\n`./sealstack.yaml`", []],
  ])("is read from %s", (_, text, expected) => {
    expect(commandsOf("x.md", text).map(({ argv }) => argv)).toEqual(expected);
  });

  it.each([
    [["list", "--nonsense"], "--nonsense"],
    [["encript"], "encript"],
    [["restore", "latest"], "directory"],
    [["backup", "--source", "nonsense"], "nonsense"],
    [["kms-plugin", "manifest"], "what"],
  ])("would fail as %j", async (argv, problem) => {
    await expect(parse(argv)).rejects.toThrow(problem);
  });

  it.each([
    ["writer", ["encrypt", "--key", "alias/etcd-ca-backup", "--context", "purpose=handover"]],
    ["restorer", ["decrypt", "--key", "alias/etcd-ca-backup", "--context", "purpose=handover"]],
    ["writer", ["backup", "--outputs", "o.json", "--prefix", "elsewhere/", "x"]],
    ["restorer", ["list", "--prefix", "elsewhere/"]],
    ["restorer", ["restore", "--rehydrate", "latest"]],
    ["writer", ["keys", "status"]],
    ["restorer", ["rewrap", "--yes"]],
    ["tester", ["rewrap", "--yes"]],
    ["restorer", ["reencrypt", "--yes"]],
    ["keeper", ["reencrypt", "--yes"]],
    ["user of a key", ["encrypt", "--key", "alias/handover", "--context", "purpose=other"]],
    ["user of a key", ["encrypt", "--key", "alias/handover"]],
    ["user of a key", ["import-key-material", "--key", "alias/imported"]],
    ["administrator of a key", ["decrypt", "--key", "alias/handover", "--context", "purpose=handover"]],
    ["node", ["kms-plugin", "--key", "alias/K8sKMSKey"]],
    ["verifier", ["sign"]],
    ["signer", ["verify-signature", "--signature", "s"]],
    ["verifier", ["mac"]],
  ])("would be refused to the %s as %j", async (name, argv) => {
    const actor = ACTORS[name]?.();
    if (actor === undefined) throw new Error(`nobody is called '${name}'`);
    expect(await refused(argv, actor)).not.toEqual([]);
  });
});

describe("a backup of a stack with several prefixes", () => {
  it("cannot be shown without one of them", async () => {
    const actor = ACTORS.writer?.();
    if (actor === undefined) throw new Error("there is a writer");
    await expect(refused(["backup", "--outputs", "o.json", "x"], actor)).rejects.toThrow("needs one of");
  });
});

describe("the table of roles in docs/permissions.md", () => {
  it("has each command of the tool, and only those", () => {
    const names = roleRows()
      .filter(({ flag }) => flag === undefined)
      .map(({ command }) => command);
    expect([...names].sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  });

  it("names nobody else than there is", () => {
    const named = new Set(roleRows().flatMap(({ actors }) => actors));
    expect([...named].sort()).toEqual([ANYBODY, OF_THE_ACCOUNT, ...Object.keys(ACTORS)].sort());
  });

  it("is right that the other presets' roles encrypt no files with their keys", async () => {
    const context = ["--context", "purpose=handover"];
    for (const actor of rolesWithPurpose())
      for (const command of ["encrypt", "decrypt"])
        expect(await refused([command, ...context], actor)).not.toEqual([]);
  });

  it("calls nobody 'anybody' of whose command something is asked of AWS", async () => {
    for (const { command, flag, actors } of roleRows().filter(({ actors }) => actors.includes(ANYBODY))) {
      expect(actors).toEqual([ANYBODY]);
      const actor = ACTORS.writer?.();
      if (actor === undefined) throw new Error("there is a writer");
      expect(
        callsOf({ name: command, flags: flag === undefined ? {} : { [flag]: "x" }, operands: [] }, actor),
      ).toEqual([]);
    }
  });
});
