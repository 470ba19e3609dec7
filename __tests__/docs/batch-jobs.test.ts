/** The commands that start Batch Replication, as the documentation has them: S3's API reads every word, and the roles of the stack can do what the job asks, and no more. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateJobCommand, type CreateJobCommandInput, S3ControlClient } from "@aws-sdk/client-s3-control";
import type { ClaimRequest } from "../../presets/common/claims/claim";
import { REPO_ROOT } from "../../tools/paths";
import { describeDecision, evaluate, type PolicySet, upload } from "../../tools/policy-check";
import { claimStack } from "../helpers/claim-tables/etcd-ca-backup";
import { pairClaimStack } from "../helpers/claim-tables/s3-replication";
import { documents } from "../helpers/repository/documented-commands";
import { COMMERCIAL } from "../helpers/stacks/partitions";

interface Job {
  readonly file: string;
  readonly flags: Readonly<Record<string, string>>;
}

/** Flags of every `aws s3control create-job` of a document. */
function jobsOf(file: string): readonly Job[] {
  const text = readFileSync(join(REPO_ROOT, file), "utf8").replaceAll("\\\n", " ");
  return [...text.matchAll(/^ *aws s3control create-job (.*)$/gm)].map(([, line = ""]) => ({
    file,
    flags: Object.fromEntries(
      [...line.matchAll(/--([a-z-]+)(?: +(?:'([^']*)'|([^-\s]\S*)))?/g)].map(([, name, quoted, bare]) => [
        name,
        quoted ?? bare ?? "",
      ]),
    ),
  }));
}

const JOBS = documents().flatMap(jobsOf);
const STACKS: Readonly<Record<string, () => PolicySet>> = {
  "docs/presets/etcd-ca-backup.md": () =>
    claimStack({
      key: { multiRegion: true, replicaRegions: ["eu-west-1"] },
      bucket: { replica: { region: "eu-west-1", batchReplication: {} } },
    }).policies,
  "docs/presets/s3-replication.md": () =>
    pairClaimStack({ destination: { region: "eu-west-1" }, batchReplication: {} }, COMMERCIAL.region)
      .policies,
};

function inputOf({ flags }: Job): CreateJobCommandInput {
  const json = (name: string) => JSON.parse(flags[name] ?? "") as never;
  return {
    AccountId: flags["account-id"],
    ConfirmationRequired: flags["no-confirmation-required"] === undefined,
    Operation: json("operation"),
    ManifestGenerator: json("manifest-generator"),
    Report: json("report"),
    Priority: Number(flags.priority),
    RoleArn: flags["role-arn"],
    ClientRequestToken: "token",
  };
}

/** The body of the request that the SDK makes of it: what it does not know is not in it. */
async function bodyOf(input: CreateJobCommandInput): Promise<string> {
  let body = "";
  const client = new S3ControlClient({
    region: "eu-central-1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    maxAttempts: 1,
    // Whatever the environment names: the SDK would put the account in front of an emulator's address.
    endpointProvider: () => ({ url: new URL("https://control.invalid") }),
    requestHandler: {
      handle: async (request: { readonly body?: unknown }) => {
        body = String(request.body);
        throw new Error("not sent");
      },
    },
  });
  await expect(client.send(new CreateJobCommand(input))).rejects.toThrow("not sent");
  return body;
}

/** Every name and value of a piece of JSON. */
function wordsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([name, inner]) => [name, ...wordsOf(inner)]);
  return [String(value)];
}

/** What the job asks of AWS as its role, with the example's account and region. */
function callsOf(job: Job, policies: PolicySet): readonly ClaimRequest[] {
  const { ManifestGenerator, Report, RoleArn = "" } = inputOf(job);
  const source = ManifestGenerator?.S3JobManifestGenerator?.SourceBucket ?? "";
  const principal = { kind: "role", arn: RoleArn } as const;
  const [account, region] = [job.flags["account-id"] ?? "", job.flags.region ?? ""];
  return [
    {
      principal: { kind: "service", name: "batchoperations.s3.amazonaws.com" },
      action: "sts:AssumeRole",
      resource: RoleArn,
      context: {
        "aws:SourceAccount": account,
        "aws:SourceArn": `arn:aws:s3:${region}:${account}:job/00000000-0000-4000-8000-000000000001`,
      },
    },
    { principal, action: "s3:GetReplicationConfiguration", resource: source },
    { principal, action: "s3:PutInventoryConfiguration", resource: source },
    { principal, action: "s3:InitiateReplication", resource: `${source}/step-ca/2026.tar.gz.kms` },
    ...upload(policies, { principal, object: `${Report?.Bucket}/${Report?.Prefix}/job-1/results/1.csv` }),
  ];
}

describe("a job of Batch Replication in the documentation", () => {
  it("is on the page of every preset that has a role for it", () => {
    expect(JOBS.map(({ file }) => file).sort()).toEqual(Object.keys(STACKS).sort());
  });

  it.each(JOBS.map((job) => [job.file, job] as const))(
    "of %s has no word that S3 does not know",
    async (_, job) => {
      const body = await bodyOf(inputOf(job));
      const { "no-confirmation-required": confirmed, ...flags } = job.flags;
      expect(confirmed).toBe("");
      expect(Object.keys(flags).sort()).toEqual(
        ["account-id", "manifest-generator", "operation", "priority", "region", "report", "role-arn"].sort(),
      );
      for (const name of ["operation", "manifest-generator", "report"])
        for (const word of wordsOf(JSON.parse(flags[name] ?? "")))
          expect([word, body.includes(word)]).toEqual([word, true]);
    },
  );

  it.each(JOBS.map((job) => [job.file, job] as const))(
    "of %s is what the role of the stack can do",
    async (file, job) => {
      const policies = STACKS[file]?.();
      if (policies === undefined) throw new Error(`no stack for ${file}`);
      const refused: string[] = [];
      for (const call of callsOf(job, policies)) {
        const decision = await evaluate(policies, call);
        if (decision.effect !== "allowed")
          refused.push(`${call.action} on ${call.resource}: ${describeDecision(decision)}`);
      }
      expect(refused).toEqual([]);
    },
  );

  it.each(JOBS.map((job) => [job.file, job] as const))(
    "of %s is started by administrators of the account, and by no role of the stack",
    async (file, job) => {
      const policies = STACKS[file]?.();
      if (policies === undefined) throw new Error(`no stack for ${file}`);
      const start = (principal: ClaimRequest["principal"]) =>
        Promise.all(
          [
            { action: "s3:CreateJob", resource: "*" },
            { action: "iam:PassRole", resource: job.flags["role-arn"] ?? "" },
          ].map(async (call) => evaluate(policies, { principal, ...call }).effect === "allowed"),
        );
      const account = job.flags["account-id"];
      expect(await start({ kind: "admin", arn: `arn:aws:iam::${account}:user/admin` })).toEqual([true, true]);
      for (const arn of policies.identities)
        expect([arn, await start({ kind: "role", arn })]).toEqual([arn, [false, false]]);
    },
  );
});
