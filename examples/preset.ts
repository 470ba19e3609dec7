/** A preset in code: what is not said has the default that sealstack.yaml has. Stands in docs/library.md. */
import { App } from "cdktf";
import { EtcdCaBackupStack } from "../presets/etcd-ca-backup";

const app = new App();
new EtcdCaBackupStack(app, "backups", {
  config: { region: "eu-central-1", bucket: { prefixes: [{ prefix: "etcd/", expirationInDays: 30 }] } },
  deployment: {},
});
app.synth();
