/** A KMS that answers at once, in a process of its own: what the plugin costs is not hidden behind a slow service. Prints its address and a key. */
import { kmsEndpoint } from "../../__tests__/helpers/servers/kms-endpoint";

kmsEndpoint().then((kms) => {
  process.stdout.write(`${JSON.stringify({ url: kms.url, keyArn: kms.createKey().arn })}\n`);
});
