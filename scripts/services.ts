/** Builds what commands ask for, from settings: the one place where ports meet adapters. */
import { isSea } from "node:sea";
import { runTool } from "./clients/programs/run-tool";
import { startProgram } from "./clients/programs/start-program";
import type { Service } from "./clients/settings/endpoint";
import type { Services } from "./commands/io";
import type { AccountReader } from "./core/access-live/ports";
import type { KeyEvents } from "./core/audit/ports";
import { passphraseFromFile, passphraseFromPrompt } from "./core/crypto/passphrase/passphrase";
import type { Inspection } from "./core/doctor/ports";
import type { BatchJobs } from "./core/fleet/jobs";
import type { Invoke } from "./core/fleet/tasks/handle";
import type { KeyImport } from "./core/import-key-material/ports";
import type { ItemCipher, ItemCipherSettings } from "./core/items/ports";
import type { DataKeyMover, KeyStates } from "./core/key-life/ports";
import type { KeySetup } from "./core/key-setup/ports";
import type { NotifyPorts } from "./core/notify/notifier";
import type { MessageCipher, ObjectStore } from "./core/ports";
import type { VersionedStore } from "./core/retention/ports";
import type { KeyRotation } from "./core/rotate/ports";
import type { Macs, Signatures } from "./core/signatures/ports";
import type { Snapshots } from "./core/snapshots/ports";
import type { StateKeys } from "./core/state-keys/ports";
import type { UnfinishedUploads } from "./core/uploads/ports";
import { OperatorError } from "./errors";
import { notGiven, type Settings } from "./settings/config";
import { assertBucket } from "./settings/settings-checks";

export const services: Services = {
  cipher,
  store,
  versions,
  keyImport,
  keyLife,
  fleetHandler,
  fleetFolder: () => __dirname, // of the bundle, which is one folder
  batchJobs,
  keySetup,
  keyEvents,
  signatures,
  macs,
  items,
  rotation,
  notifyPorts,
  runTool,
  startProgram,
  caller,
  identity,
  inspection,
  account,
  runSelf: (argv, env, signal) => runTool(process.execPath, [...selfArguments(), ...argv], { env, signal }),
  snapshots,
  stateKeys,
  uploads,
};

/** What stands before the arguments of this program: the single executable is Node.js and program in one. */
const selfArguments = (): readonly string[] =>
  isSea() ? [] : [...process.execArgv, ...process.argv.slice(1, 2)];

async function cipher(
  settings: Settings,
  use: "seal" | "open",
  signal?: AbortSignal,
): Promise<MessageCipher> {
  const { passphraseFile, passphrasePrompt, region } = settings;
  if (passphraseFile !== undefined || passphrasePrompt) {
    const { passphraseCipher } = await import("./core/crypto/passphrase/passphrase-cipher");
    if (passphraseFile !== undefined) return passphraseCipher(await passphraseFromFile(passphraseFile));
    return passphraseCipher(await passphraseFromPrompt({ confirm: use === "seal", signal }));
  }
  const [first, ...more] = use === "seal" ? settings.sealKeys : settings.openKeys;
  if (first === undefined) {
    throw notGiven(
      "key",
      settings,
      "give --key ARN (or an alias), --outputs FILE, or --passphrase-file FILE",
    );
  }
  const crypto = await import("./core/crypto");
  const clientSettings = { region, endpoint: await endpointFor("kms", settings), signal };
  if (use === "seal") return crypto.kmsCipher({ ...clientSettings, keys: [first, ...more] });
  return crypto.kmsCipher({
    ...clientSettings,
    keys: [
      await crypto.keyArn(first, clientSettings),
      ...(await Promise.all(more.map((key) => crypto.keyArn(key, clientSettings)))),
    ],
  });
}

async function store(settings: Settings): Promise<ObjectStore> {
  const bucket = bucketOf(settings);
  const { s3Store } = await import("./core/store");
  const { region, stateDirectory } = settings;
  return s3Store({ bucket, region, stateDirectory, endpoint: await endpointFor("s3", settings) });
}

async function versions(settings: Settings): Promise<VersionedStore> {
  const bucket = bucketOf(settings);
  const { s3VersionedStore } = await import("./core/store/versions");
  return s3VersionedStore({ bucket, region: settings.region, endpoint: await endpointFor("s3", settings) });
}

async function uploads(settings: Settings): Promise<UnfinishedUploads> {
  const bucket = bucketOf(settings);
  const { s3Uploads } = await import("./core/uploads/s3-uploads");
  return s3Uploads({ bucket, region: settings.region, endpoint: await endpointFor("s3", settings) });
}

function bucketOf(settings: Settings): string {
  const { bucket } = settings;
  if (bucket === undefined) throw notGiven("bucket", settings, "give --bucket, or --outputs FILE");
  assertBucket(bucket);
  return bucket;
}

async function keyImport(settings: Settings): Promise<KeyImport> {
  const { kmsKeyImport } = await import("./core/import-key-material/kms-key-import");
  return kmsKeyImport({ region: settings.region, endpoint: await endpointFor("kms", settings) });
}

async function keyLife(settings: Settings, signal: AbortSignal): Promise<KeyStates & DataKeyMover> {
  const { kmsKeyLife } = await import("./core/key-life/kms-key-life");
  return kmsKeyLife({ region: settings.region, endpoint: await endpointFor("kms", settings), signal });
}

async function keyEvents(settings: Settings, keyArn: string): Promise<KeyEvents> {
  const { cloudtrailEvents } = await import("./core/audit/cloudtrail-events");
  return cloudtrailEvents(keyArn, { endpoint: await endpointFor("cloudtrail", settings) });
}

async function fleetHandler(settings: Settings, onDefect: (error: unknown) => void): Promise<Invoke> {
  const { createHandler } = await import("./fleet-handler"); // a file of its own: the bundle does not have it twice
  const [kms, s3] = await Promise.all((["kms", "s3"] as const).map((each) => endpointFor(each, settings)));
  return createHandler({ env: {}, region: settings.region, endpoints: { kms, s3 }, onDefect });
}

async function batchJobs(settings: Settings): Promise<BatchJobs> {
  const { s3BatchJobs } = await import("./core/fleet/s3-batch-jobs");
  return s3BatchJobs({ region: settings.region, endpoint: settings.endpoint });
}

async function rotation(settings: Settings): Promise<KeyRotation> {
  const { kmsRotation } = await import("./core/rotate/kms-rotation");
  return kmsRotation({ region: settings.region, endpoint: await endpointFor("kms", settings) });
}

async function signatures(settings: Settings): Promise<Signatures> {
  const { kmsSignatures } = await import("./core/signatures/kms-signatures");
  return kmsSignatures({ region: settings.region, endpoint: await endpointFor("kms", settings) });
}

async function macs(settings: Settings): Promise<Macs> {
  const { kmsMacs } = await import("./core/signatures/kms-signatures");
  return kmsMacs({ region: settings.region, endpoint: await endpointFor("kms", settings) });
}

async function items(
  settings: Settings,
  use: "seal" | "open",
  item: ItemCipherSettings,
  signal: AbortSignal,
): Promise<ItemCipher> {
  const { passphraseFile, passphrasePrompt, region } = settings;
  if (passphraseFile !== undefined || passphrasePrompt)
    throw new OperatorError("usage", "fields of records are sealed with KMS keys only", {
      hint: "give --key ARN, and unset SEALSTACK_PASSPHRASE_FILE",
    });
  const [first, ...more] = use === "seal" ? settings.sealKeys : settings.openKeys;
  if (first === undefined) throw notGiven("key", settings, "give --key ARN (or an alias), or --outputs FILE");
  const { kmsItemCipher } = await import("./core/items/kms-item-cipher");
  const endpoint = await endpointFor("kms", settings);
  return kmsItemCipher({ ...item, use, region, endpoint, signal, keys: [first, ...more] });
}

async function stateKeys(settings: Settings, deadlineMs: number, signal: AbortSignal): Promise<StateKeys> {
  const { kmsStateKeys } = await import("./core/state-keys/kms-state-keys");
  const endpoint = await endpointFor("kms", settings);
  return kmsStateKeys({ region: settings.region, endpoint, signal }, deadlineMs);
}

async function snapshots(settings: Settings): Promise<Snapshots> {
  const { awsSnapshots } = await import("./core/snapshots/kms-snapshots");
  const [ec2, kms, rds] = await Promise.all(
    (["ec2", "kms", "rds"] as const).map((service) => endpointFor(service, settings)),
  );
  return awsSnapshots({
    ...(ec2 === undefined ? {} : { ec2 }),
    ...(kms === undefined ? {} : { kms }),
    ...(rds === undefined ? {} : { rds }),
  });
}

function notifyPorts(settings: Settings): NotifyPorts {
  return {
    post: async (...request) => (await import("./clients/http/post")).post(...request),
    publish: async (topicArn, message, signal) => {
      const { publish } = await import("./clients/services/sns");
      const endpoint = await endpointFor("sns", settings);
      await publish({ endpoint, signal }, topicArn, message);
    },
    variable: (name) => process.env[name],
  };
}

async function keySetup(settings: Settings, signal: AbortSignal): Promise<KeySetup> {
  const { kmsKeySetup } = await import("./core/key-setup/kms-key-setup");
  return kmsKeySetup({ region: settings.region, endpoint: await endpointFor("kms", settings), signal });
}

async function caller(settings: Settings, signal: AbortSignal): Promise<string | undefined> {
  const { callerArn } = await import("./clients/services/sts");
  return callerArn({ region: settings.region, endpoint: await endpointFor("sts", settings), signal });
}

async function identity(settings: Settings, signal: AbortSignal): ReturnType<Services["identity"]> {
  const sts = await import("./clients/services/sts");
  return sts.identity({ region: settings.region, endpoint: await endpointFor("sts", settings), signal });
}

function inspection(settings: Settings, signal: AbortSignal): Inspection {
  const { region } = settings;
  const forService = async (service: Service) => ({
    region,
    endpoint: await endpointFor(service, settings),
    signal,
  });
  return {
    credentials: async () =>
      (await import("./clients/credentials-source")).credentialsSource(await forService("sts")),
    metadata: async () => (await import("./clients/settings/instance-region")).instanceMetadata(process.env),
    reach: async (service) =>
      (await import("./clients/reach")).reach(service, await forService(service), process.env),
    bucket: async () => {
      const { s3BucketSettings } = await import("./core/doctor/s3-bucket-settings");
      return s3BucketSettings({ ...(await forService("s3")), bucket: bucketOf(settings) })();
    },
    simulate: async (roleArn, need) => {
      const { iamSimulation } = await import("./core/doctor/iam-simulation");
      return iamSimulation(await forService("iam"))(roleArn, need);
    },
    quota: async (region, kind) => {
      const { kmsQuotaOf } = await import("./core/doctor/service-quotas-requests");
      return kmsQuotaOf(kind, { ...(await forService("service_quotas")), region });
    },
    busiestMinute: async (region, kind, now) => {
      const { busiestMinuteOf } = await import("./core/doctor/cloudwatch-requests");
      return busiestMinuteOf(kind, now, { ...(await forService("cloudwatch")), region });
    },
  };
}

async function account(settings: Settings, id: string, signal: AbortSignal): Promise<AccountReader> {
  const [{ iamReader }, { kmsReader }, { s3Reader }] = await Promise.all([
    import("./core/access-live/iam-reader"),
    import("./core/access-live/kms-reader"),
    import("./core/access-live/s3-reader"),
  ]);
  const [iam, kms, s3] = await Promise.all(
    (["iam", "kms", "s3"] as const).map(async (service) => ({
      region: settings.region,
      endpoint: await endpointFor(service, settings),
      signal,
    })),
  );
  return { ...iamReader(iam ?? {}), key: kmsReader(kms ?? {}), bucket: s3Reader(s3 ?? {}, id) };
}

async function endpointFor(service: Service, settings: Settings): Promise<string | undefined> {
  const { endpointOf } = await import("./clients/settings/endpoint"); // which may have to read the profile
  return endpointOf(service, settings);
}
