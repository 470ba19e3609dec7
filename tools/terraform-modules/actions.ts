/** Lists of actions that are too long to stand in a policy: modules name them, and the constructs' constants are their source. */
import { ALIAS_ACTIONS, CRYPTOGRAPHIC_ACTIONS, KEY_MANAGEMENT_ACTIONS } from "../../modules/kms/actions";
import { AUDIENCES, type AudienceName, DESCRIBE_ACTION } from "../../modules/kms/policy/audiences";
import { CONTEXT_ACTIONS } from "../../modules/kms/policy/conditions";
import { BUCKET_MANAGEMENT_ACTIONS } from "../../modules/s3/policy/actions";
import { onlyWritersStatement } from "../../modules/s3/policy/bucket-policy";

/** By the local that stands for each, with what it is. */
const LISTS: Readonly<Record<string, { readonly what: string; readonly actions: readonly string[] }>> = {
  manage_key_actions: {
    what: "Everything that can be done with a key but using it, and creating grants.",
    actions: KEY_MANAGEMENT_ACTIONS,
  },
  manage_alias_actions: { what: "What an alias needs, beside the same on its key.", actions: ALIAS_ACTIONS },
  cryptographic_actions: { what: "Every use of a key.", actions: CRYPTOGRAPHIC_ACTIONS },
  use_key_actions: { what: "Every use that a symmetric key has.", actions: ofSymmetricKeys("users") },
  context_actions: { what: "Requests of these carry an encryption context.", actions: CONTEXT_ACTIONS },
  read_key_actions: {
    what: "Looks at a symmetric key, and uses nothing.",
    actions: ofSymmetricKeys("auditors"),
  },
  seal_key_actions: { what: "Encrypts, and opens nothing.", actions: undescribed("encryptOnly") },
  open_key_actions: { what: "Opens, and encrypts nothing.", actions: undescribed("decryptOnly") },
  manage_bucket_actions: {
    what: "Looks at a bucket, and reads no object.",
    actions: BUCKET_MANAGEMENT_ACTIONS,
  },
  write_object_actions: {
    what: "Puts an object, its tags or its lock into a bucket, by hand or by replication.",
    actions:
      onlyWritersStatement("arn:aws:s3:::bucket", ["arn:aws:iam::111122223333:role/writer"]).actions ?? [],
  },
};

function ofSymmetricKeys(audience: AudienceName): readonly string[] {
  return AUDIENCES[audience].actions.symmetricEncryption ?? [];
}

/** A request to look at a key has no encryption context, so it stands in a statement of its own. */
function undescribed(audience: "encryptOnly" | "decryptOnly"): readonly string[] {
  return ofSymmetricKeys(audience).filter((action) => action !== DESCRIBE_ACTION);
}

/** A file with the lists that `text` names; nothing where it names none. */
export function actionsFile(text: string): string | undefined {
  const used = Object.entries(LISTS).filter(([local]) => new RegExp(`\\blocal\\.${local}\\b`).test(text));
  if (used.length === 0) return undefined;
  const lists = used.map(
    ([local, { what, actions }]) =>
      `  # ${what}\n  ${local} = [\n${actions.map((action) => `    "${action}",\n`).join("")}  ]\n`,
  );
  return `# Long lists of actions have a name.\n\nlocals {\n${lists.join("\n")}}\n`;
}
