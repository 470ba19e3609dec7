import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compareWritten, explanation } from "../../../tools/cdk-terrain/compare";
import { useTempDir } from "../../helpers/temp-dir";

const STACK = "sealstack/stacks/backups/cdk.tf.json";
const HCL = "sealstack/hcl/backups/versions.tf";

describe("comparison of what cdktf and CDK Terrain write", () => {
  const dir = useTempDir();

  /** What is different, as `where: why`. */
  function compared(file: string, cdktf: string | undefined, terrain: string | undefined): readonly string[] {
    const folders = [cdktf, terrain].map((text, index) => {
      const folder = join(dir(), String(index));
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      if (text !== undefined) writeFileSync(join(folder, file), text);
      return { folder, root: `/root-${index}` };
    });
    const [one, other] = folders;
    if (one === undefined || other === undefined) throw new Error("two folders are compared");
    const { differences } = compareWritten(one, other);
    return differences.map((found) => `${found.at}: ${explanation(found)?.why ?? "FAULT"}`);
  }

  const json = (value: unknown) => JSON.stringify(value);
  const required = (source: string, version: string) =>
    json({ terraform: { required_providers: { aws: { source, version } } } });

  it("explains versions, and the two ways to write the provider's address", () => {
    const versions = compared(
      STACK,
      json({ "//": { metadata: { version: "0.21.0" } } }),
      json({ "//": { metadata: { version: "0.24.0" } } }),
    );
    expect(versions).toEqual(["//.metadata.version: the library that wrote the file"]);
    expect(compared(STACK, required("aws", "6.25.0"), required("hashicorp/aws", "6.66.0"))).toEqual([
      "terraform.required_providers.aws.source: two ways to write one address: the state and its lock file stay",
      "terraform.required_providers.aws.version: each package of bindings asks for the provider that it was made from",
    ]);
    const line = (version: string) => `{\n      version = ">= ${version}, < 7.0.0"\n}\n`;
    expect(compared(HCL, line("6.25.0"), line("6.66.0"))).toEqual([
      "1: each package of bindings asks for the provider that it was made from",
    ]);
  });

  it("takes paths below each root for the same", () => {
    const state = (root: string) =>
      json({ terraform: { backend: { local: { path: `${root}/x.tfstate` } } } });
    expect(compared(STACK, state("/root-0"), state("/root-1"))).toEqual([]);
    expect(compared(STACK, state("/root-0"), state("/elsewhere"))).toHaveLength(1);
  });

  it.each([
    ["another source", required("aws", "6.25.0"), required("example/aws", "6.25.0")],
    ["another major version", required("aws", "6.25.0"), required("aws", "7.0.0")],
    ["another value", json({ a: { b: [1, 2] } }), json({ a: { b: [1, 3] } })],
    ["a value that is missing", json({ a: { b: 1 } }), json({ a: {} })],
    ["an empty list for an empty object", json({ a: [] }), json({ a: {} })],
    ["null for nothing", json({ a: null }), json({})],
    ["another order of keys", json({ a: 1, b: 2 }), json({ b: 2, a: 1 })],
    ["another policy", json({ policy: '{"Effect":"Deny"}' }), json({ policy: '{"Effect":"Allow"}' })],
    ["a file too few", "{}", undefined],
    ["a file too many", undefined, "{}"],
  ])("finds a fault: %s", (_, cdktf, terrain) => {
    const found = compared(STACK, cdktf, terrain);
    expect(found.filter((line) => line.endsWith(": FAULT")).length).toBeGreaterThan(0);
  });
});
