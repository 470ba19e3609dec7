import { Key } from "../../../modules/kms";
import type { ConstructModule } from "./construct";
import { KEY_CONFIGURATIONS, KEY_NAMES, KEY_REFUSED, type KeyValues, keyProps } from "./key-values";

export const key: ConstructModule<KeyValues> = {
  partials: ["data", "key-policy", "key-services", "key-variables"],
  configurations: KEY_CONFIGURATIONS,
  refused: KEY_REFUSED,
  names: KEY_NAMES,
  build: (stack, _, values) => {
    const made = new Key(stack, "key", keyProps(stack, { ...values, aliases: [] }));
    const aliases = (values.aliases ?? []).map((name) => [name, made.addAlias(name).aliasArn]);
    return { key_arn: made.keyArn, key_id: made.keyId, aliases: Object.fromEntries(aliases) };
  },
};
