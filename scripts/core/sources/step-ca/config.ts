/**
 * `config/ca.json` of step-ca, as far as a backup needs it: what of it names files. Field names are taken in any case, and `null` and `""` for
 * what is absent, as Go reads JSON.
 *
 * Source: smallstep/certificates, authority/config, authority/provisioner, cas/apiv1, cas/vaultcas, db, templates; smallstep/crypto, kms/apiv1.
 */
import { z } from "zod";
import { OperatorError } from "../../../errors";

const text = z.string().optional();
const texts = z.array(z.string()).optional();

const template = z.object({ template: text }).optional();
const provisionerTemplate = z.object({ template: text, templateFile: text }).optional();

const provisioner = z.object({
  name: text,
  /** AWS: certificates that verify identity documents. */
  iidRoots: text,
  /** SCEP: URI of a key. */
  decrypterKey: text,
  options: z
    .object({
      template: text,
      templateFile: text,
      x509: provisionerTemplate,
      ssh: provisionerTemplate,
    })
    .optional(),
});

const caConfig = z.object({
  root: z.union([z.string(), z.array(z.string()).nonempty()]).optional(),
  federatedRoots: texts,
  crt: text,
  key: text,
  password: text,
  kms: z.object({ type: text, uri: text, credentialsFile: text, storageDirectory: text }).optional(),
  ssh: z.object({ hostKey: text, userKey: text }).optional(),
  db: z.object({ type: text, dataSource: text, valueDir: text }).optional(),
  templates: z
    .object({
      ssh: z.object({ user: z.array(template).optional(), host: z.array(template).optional() }).optional(),
    })
    .optional(),
  authority: z
    .object({
      /** Whose authority it is: "" or softcas is this CA's own. */
      type: text,
      credentialsFile: text,
      certificateIssuer: z.object({ crt: text, key: text }).optional(),
      config: z
        .object({ authOptions: z.object({ secretIDFile: text, tokenPath: text }).optional() })
        .optional(),
      provisioners: z.array(provisioner).optional(),
    })
    .optional(),
});

export type StepCaConfig = z.infer<typeof caConfig>;
export type DatabaseConfig = NonNullable<StepCaConfig["db"]>;

/** Names whose case matters to the schema above. */
const NAMES = new Map(
  [
    ...["root", "federatedRoots", "crt", "key", "password", "kms", "type", "uri", "credentialsFile"],
    ...["storageDirectory", "ssh", "hostKey", "userKey", "db", "dataSource", "valueDir", "templates", "user"],
    ...["host", "template", "authority", "certificateIssuer", "config", "authOptions", "secretIDFile"],
    ...["tokenPath", "provisioners", "name", "iidRoots", "decrypterKey", "options", "templateFile", "x509"],
  ].map((name) => [name.toLowerCase(), name]),
);

/** @throws {@link OperatorError} `source` when it is not a configuration, or lacks what this CA cannot do without. */
export function parseStepCaConfig(bytes: Buffer, file: string): StepCaConfig {
  const value = asGoReads(parseJson(bytes));
  const parsed = caConfig.safeParse(value);
  const issues = parsed.error?.issues.map((issue) => issue.path.join(".") || "the whole") ?? [];
  const fields = issues.includes("the whole") ? issues : [...issues, ...missing(value as StepCaConfig)];
  if (parsed.success && fields.length === 0) return parsed.data;
  throw new OperatorError(
    "source",
    `${file} is not a configuration of step-ca; see: ${[...new Set(fields)].join(", ")}`,
    { hint: "name the STEPPATH of the CA: the directory that holds config, certs and secrets" },
  );
}

/** Whether the CA signs itself, and is not the front of another one. */
export function signsItself({ authority }: StepCaConfig): boolean {
  return ["", "softcas"].includes(String(authority?.type ?? "").toLowerCase());
}

function missing(config: StepCaConfig): string[] {
  return signsItself(config)
    ? (["root", "crt", "key"] as const).filter((name) => config[name] === undefined)
    : [];
}

/** What is wrong with it is not shown: it may hold a password. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

function asGoReads(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asGoReads);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== "");
  return Object.fromEntries(
    fields.map(([name, field]) => [NAMES.get(name.toLowerCase()) ?? name, asGoReads(field)]),
  );
}
