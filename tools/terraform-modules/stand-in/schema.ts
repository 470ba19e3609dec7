/** The real provider's schema, as far as the bindings say it: types, what is required, what AWS answers, and how blocks nest. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROVIDER_DEFAULTS } from "../../hcl-module/provider-defaults";

interface Attribute {
  readonly type: string;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly default?: string | number | boolean;
}

interface Block {
  readonly attributes: Record<string, Attribute>;
  readonly blocks: Record<string, { readonly nesting: "list" | "set" | "single"; readonly block: Block }>;
}

/** What the stand-in reads; see schema.go. */
export interface Schemas {
  readonly provider: Block;
  readonly resources: Readonly<Record<string, Block>>;
  readonly data: Readonly<Record<string, Block>>;
}

const LIB = join(dirname(require.resolve("@cdktf/provider-aws/package.json")), "lib");

/** Every resource and data source that the constructs of the checkout at `root` use, by its folder of the bindings. */
export function bindingsIn(root: string): readonly string[] {
  const files = ["modules", "presets"].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" }).map((name) =>
      join(root, room, name),
    ),
  );
  const named = files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/@cdktf\/provider-aws\/lib\/([a-z0-9-]+)/g)].map(
        ([, folder = ""]) => folder,
      ),
    );
  return [...new Set(named)].filter((folder) => folder !== "provider").sort();
}

/** Version of the provider that the bindings were made from. */
export function bindingsVersion(): string {
  const [, version] =
    /providerVersion: '([\d.]+)'/.exec(readFileSync(join(LIB, "provider", "index.js"), "utf8")) ?? [];
  if (version === undefined) throw new Error("the bindings name no version of the provider");
  return version;
}

/** Folders of the bindings, such as `kms-key` and `data-aws-region`. */
export function schemasOf(folders: readonly string[]): Schemas {
  const entries = folders.map((folder) => [typeName(folder), bindingOf(folder), folder] as const);
  const isData = (folder: string) => folder.startsWith("data-aws-");
  const blocks = (data: boolean) =>
    Object.fromEntries(
      entries.filter(([, , folder]) => isData(folder) === data).map(([type, block]) => [type, block]),
    );
  return { provider: bindingOf("provider"), resources: blocks(false), data: blocks(true) };
}

/** Texts of one folder: what it does, and what its types are. */
interface Binding {
  readonly code: string;
  readonly types: string;
}

const typeName = (folder: string): string => `aws_${folder.replace(/^data-aws-/, "").replaceAll("-", "_")}`;

function bindingOf(folder: string): Block {
  const read = (name: string) =>
    readFileSync(join(LIB, folder, name), "utf8").replace(/\n\/\/# sourceMappingURL.*/s, "");
  const binding: Binding = { code: read("index.js"), types: read("index.d.ts") };
  const [, config = ""] =
    /export interface (\w+Config) extends cdktf\.TerraformMetaArguments/.exec(binding.types) ??
    /export interface (\w+Config) \{/.exec(binding.types) ??
    [];
  const [, own = ""] = /\n {4}synthesizeHclAttributes\(\) \{\n([\s\S]*?)\n {4}\}\n/.exec(binding.code) ?? [];
  const block = blockOf(binding, config, own, 12);
  if (folder === "provider") return block;
  return {
    ...block,
    attributes: { ...answered(binding, config), ...withAnswers(typeName(folder), block.attributes) },
  };
}

/** Attributes and blocks that one function turns into HCL, each with `indent` spaces before it. */
function blockOf(binding: Binding, type: string, body: string, indent: number): Block {
  const required = requiredIn(binding, type);
  const block: Block = { attributes: {}, blocks: {} };
  const entry = new RegExp(
    `^ {${indent}}(\\w+): \\{\\n\\s+value: (.*),\\n\\s+isBlock: (true|false),\\n\\s+type: "(\\w+)",\\n\\s+storageClassType: "(\\w+)"`,
    "gm",
  );
  for (const [, name = "", value = "", isBlock, kind = "", storage = ""] of body.matchAll(entry)) {
    if (isBlock === "false") {
      block.attributes[name] = {
        type: typeOf(kind, storage),
        ...(required.has(name) ? { required: true } : { optional: true }),
      };
      continue;
    }
    const [, inner = ""] = /(\w+)ToHclTerraform/.exec(value.replace("listMapperHcl", "")) ?? [];
    const [, nested = ""] =
      new RegExp(`\\nfunction ${inner}ToHclTerraform\\(struct\\) \\{\\n([\\s\\S]*?)\\n\\}\\n`).exec(
        binding.code,
      ) ?? [];
    block.blocks[name] = {
      nesting: kind === "struct" ? "single" : (kind as "list" | "set"),
      block: blockOf(binding, `${inner[0]?.toUpperCase()}${inner.slice(1)}`, nested, 8),
    };
  }
  return block;
}

/** @throws Error for a type that no resource has had yet. */
function typeOf(kind: string, storage: string): string {
  const element = storage.replace(/(List|Map)$/, "").replace("boolean", "bool");
  if (!["string", "number", "bool"].includes(element))
    throw new Error(`no type for '${kind}' of '${storage}'`);
  return kind === "simple" ? element : `${kind}:${element}`;
}

/** Names in Terraform's words of what has to be given. */
function requiredIn({ types }: Binding, type: string): ReadonlySet<string> {
  const [, body = ""] =
    new RegExp(`export interface ${type}(?: extends [\\w.]+)? \\{\\n([\\s\\S]*?)\\n\\}\\n`).exec(types) ?? [];
  return new Set(
    [...body.matchAll(/#(\w+) \w+#\w+\}[\s\S]*?readonly \w+(\??):/g)]
      .filter(([, , optional]) => optional === "")
      .map(([, name = ""]) => name),
  );
}

const ANSWERS: Readonly<Record<string, string>> = {
  string: "string",
  number: "number",
  "cdktf.IResolvable": "bool",
  "string[]": "list:string",
  "cdktf.StringMap": "map:string",
};

/** What the bindings can read and nobody can write. */
function answered({ types }: Binding, config: string): Record<string, Attribute> {
  const main = types.slice(types.indexOf(`export declare class ${config.replace(/Config$/, "")} extends`));
  return Object.fromEntries(
    [...main.matchAll(/^ {4}get (\w+)\(\): (.*);$/gm)].flatMap(([, name = "", said = ""]) => {
      const type = ANSWERS[said];
      const known =
        new RegExp(`get ${name}Input\\(\\)`).test(main) || type === undefined || name.endsWith("Input");
      return known ? [] : [[snakeCase(name), { type, computed: true as const }]];
    }),
  );
}

/** What is optional in the bindings and always there in the answer. */
const ALWAYS = ["id", "region", "arn", "bucket", "name", "policy", "tags_all"];

function withAnswers(type: string, attributes: Record<string, Attribute>): Record<string, Attribute> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const fallback = PROVIDER_DEFAULTS[type]?.[name];
      const computed = attribute.optional && (ALWAYS.includes(name) || fallback !== undefined);
      return [
        name,
        { ...attribute, ...(computed && { computed }), ...(fallback !== undefined && { default: fallback }) },
      ];
    }),
  );
}

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
