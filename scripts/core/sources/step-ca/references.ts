/** Every path that `ca.json` names, and what becomes of a CA without it. Pure. */
import { type StepCaConfig, signsItself } from "./config";

export interface Reference {
  /** For people: `SSH host key`. */
  readonly what: string;
  /** As the configuration has it. */
  readonly path: string;
  /** Whether step-ca does not start, or cannot do its work, without it. What belongs to the host may well lie outside. */
  readonly needed: boolean;
  readonly kind: "certificates" | "key" | "file";
}

/** Key managers that read keys from files. Source: smallstep/crypto, kms/softkms and kms/sshagentkms. */
const READ_FILES: ReadonlySet<string> = new Set(["", "softkms", "sshagentkms"]);
/** Schemes of keys that are elsewhere. Source: smallstep/crypto, kms/apiv1/options.go. */
const ELSEWHERE = /^(?:cloudkms|awskms|azurekms|scwkms|pkcs11|yubikey|tpmkms|sshagentkms|capi|mackms|kms):/i;

/** Where the key of a path or URI is: in a file, or `undefined` for a KMS, HSM or agent. */
export function keyFile(key: string, kmsType: string): string | undefined {
  if (!READ_FILES.has(kmsType.toLowerCase()) || ELSEWHERE.test(key)) return undefined;
  if (!/^softkms:/i.test(key)) return key;
  return uriValue(key, "path") ?? key.slice("softkms:".length);
}

/** The type of the key manager, by its field or its URI. */
export function kmsTypeOf({ kms }: StepCaConfig): string {
  return kms?.type ?? /^([a-z0-9]+):/i.exec(kms?.uri ?? "")?.[1] ?? "";
}

export function rootPaths({ root }: StepCaConfig): readonly string[] {
  return typeof root === "string" ? [root] : (root ?? []);
}

/** All but the database, which has rules of its own. */
export function referencesOf(config: StepCaConfig): Reference[] {
  const { federatedRoots = [], ssh, templates, authority, kms } = config;
  const type = kmsTypeOf(config);
  const issuer = signsItself(config) ? undefined : authority?.certificateIssuer;
  const login = authority?.config?.authOptions;
  const needed = (what: string, kind: Reference["kind"], ...paths: (string | undefined)[]): Reference[] =>
    paths.flatMap((path) => (path === undefined ? [] : [{ what, path, kind, needed: true }]));
  const useful = (what: string, ...paths: (string | undefined)[]): Reference[] =>
    needed(what, "file", ...paths).map((reference) => ({ ...reference, needed: false }));
  const key = (what: string, value: string | undefined, manager = type): Reference[] =>
    value === undefined ? [] : needed(what, "key", keyFile(value, manager));
  return [
    ...needed("root certificate", "certificates", ...rootPaths(config)),
    ...(signsItself(config)
      ? [
          ...needed("intermediate certificate", "certificates", config.crt),
          ...key("intermediate key", config.key),
        ]
      : []),
    ...needed("federated root", "certificates", ...federatedRoots),
    ...key("SSH host key", ssh?.hostKey),
    ...key("SSH user key", ssh?.userKey),
    ...needed("certificate of the issuer", "certificates", issuer?.crt),
    ...needed("key of the issuer", "file", issuer?.key),
    ...needed(
      "SSH template",
      "file",
      ...[...(templates?.ssh?.user ?? []), ...(templates?.ssh?.host ?? [])].map((each) => each?.template),
    ),
    ...(authority?.provisioners ?? []).flatMap(({ name = "", options, iidRoots, decrypterKey }) => [
      ...[options, options?.x509, options?.ssh].flatMap((each) =>
        each?.template === undefined
          ? needed(`template of provisioner '${name}'`, "file", each?.templateFile)
          : [],
      ),
      ...needed(`roots of provisioner '${name}'`, "certificates", iidRoots),
      ...key(`decrypter key of provisioner '${name}'`, decrypterKey, ""),
    ]),
    ...useful("credentials of the key manager", kms?.credentialsFile, uriValue(kms?.uri, "credentials-file")),
    ...useful("PIN of the key manager", uriValue(kms?.uri, "pin-source")),
    ...useful("storage of the key manager", kms?.storageDirectory, uriValue(kms?.uri, "storage-directory")),
    ...useful(
      "credentials of the authority",
      authority?.credentialsFile,
      login?.secretIDFile,
      login?.tokenPath,
    ),
  ];
}

/** The value of an attribute of a URI such as `pkcs11:module-path=…;token=…?pin-source=…`. */
function uriValue(uri: string | undefined, name: string): string | undefined {
  const value = new RegExp(`[:;?&]${name}=([^;?&]*)`, "i").exec(uri ?? "")?.[1];
  if (value === undefined || value === "") return undefined;
  try {
    return decodeURIComponent(value).replace(/^file:(?:\/\/)?/, "");
  } catch {
    return value;
  }
}
