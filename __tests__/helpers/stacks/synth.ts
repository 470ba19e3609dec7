import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { invokeAspects } from "cdktf/lib/synthesize/synthesizer";

/** A statement as it stands in a policy document. */
export interface RenderedStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

type Json = Readonly<Record<string, unknown>>;

/** The Terraform JSON of one stack. */
export class Synthesized {
  constructor(readonly json: Json) {}

  /** Attributes of the only resource of a type, or of the one with that name. */
  resource(type: string, name?: string): Json {
    const all = this.resources(type);
    const found =
      name === undefined && Object.keys(all).length === 1 ? Object.values(all)[0] : all[name ?? ""];
    if (found === undefined)
      throw new Error(`no single ${type} '${name ?? ""}' among: ${Object.keys(all).join(", ") || "none"}`);
    return found;
  }

  /** All resources of a type, by name. */
  resources(type: string): Readonly<Record<string, Json>> {
    const byType = (this.json.resource ?? {}) as Record<string, Record<string, Json>>;
    return byType[type] ?? {};
  }

  /** The value of an output. */
  output(name: string): Json | undefined {
    return ((this.json.output ?? {}) as Record<string, Json>)[name];
  }

  /** The statement with this `sid` in a policy attribute of a resource. */
  statement(resource: Json, sid: string, attribute = "policy"): RenderedStatement {
    const statements = statementsOf(String(resource[attribute]));
    const found = statements.find(({ Sid }) => Sid === sid);
    if (found === undefined)
      throw new Error(`no statement '${sid}' among: ${statements.map(({ Sid }) => Sid).join(", ")}`);
    return found;
  }
}

/** The statements of a policy text, with its references as they stand. */
export function statementsOf(policy: string): readonly RenderedStatement[] {
  return (JSON.parse(policy) as { Statement: RenderedStatement[] }).Statement;
}

/** Calls `use` with an App whose folder is gone afterwards. */
export function withApp<T>(use: (app: App) => T, options: { readonly hclOutput?: boolean } = {}): T {
  const outdir = mkdtempSync(join(tmpdir(), "sealstack-test-"));
  try {
    return use(new App({ ...options, outdir }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Synthesizes what `build` adds to an empty stack. */
export function synth(build: (stack: TerraformStack) => void): Synthesized {
  return withApp((app) => {
    const stack = new TerraformStack(app, "test");
    build(stack);
    return synthStack(stack);
  });
}

/** As `app.synth()` would: with what aspects say. */
export function synthStack(stack: TerraformStack): Synthesized {
  invokeAspects(stack);
  return new Synthesized(JSON.parse(JSON.stringify(stack.toTerraform())));
}

/** Messages of a level that constructs below `stack` left for whoever synthesizes. */
export function annotations(stack: TerraformStack, level: "warn" | "info"): string[] {
  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === `@cdktf/${level}`)
    .map(({ data }) => String(data));
}
