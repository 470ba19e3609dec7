/** A bucket for replicas takes nothing else: who was let in before, or is let in after, is told so. */
import type { TerraformStack } from "cdktf";
import { Key } from "../../../../modules/kms";
import { Bucket, type OtherWriters, Replication } from "../../../../modules/s3";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { synth } from "../../../helpers/stacks/synth";

const REPORTS = { service: "inventory", sourceArns: ["arn:aws:s3:::listed"] } as const;

function bucket(stack: TerraformStack, id: string): Bucket {
  const services = [{ service: "s3Inventory", sourceArns: REPORTS.sourceArns }] as const;
  const key = new Key(stack, `${id}-key`, { description: "x", policy: { env: ENVIRONMENT, services } });
  return new Bucket(stack, id, { name: `example-${id}`, key, env: ENVIRONMENT });
}

describe("Replication", () => {
  it("fails where it would shut out whom the destination was opened for, before or after", () => {
    const shutOut = (open: (to: Bucket, replicate: () => void) => void, otherWriters?: OtherWriters) =>
      synth((stack) => {
        const to = bucket(stack, "replica");
        const destination = { bucket: to, ...(otherWriters === undefined ? {} : { otherWriters }) };
        const props = {
          env: ENVIRONMENT,
          source: bucket(stack, "source"),
          destinations: [destination],
        } as const;
        open(to, () => new Replication(stack, "replication", props));
      });
    const other = { arn: "arn:aws:iam::111122223333:role/other" };
    const options = { prefixes: ["etcd/"] };
    const writeFirst = (to: Bucket, replicate: () => void) => {
      to.grantAppendOnly(other, options);
      replicate();
    };
    const writeLast = (to: Bucket, replicate: () => void) => {
      replicate();
      to.grantWriteOnly(other, options);
    };
    const logLast = (to: Bucket, replicate: () => void) => {
      replicate();
      to.acceptLogs(REPORTS);
    };
    expect(() => shutOut(writeFirst)).toThrow(
      `but was opened for ${other.arn}: name principals in otherWriters`,
    );
    expect(() => shutOut(writeLast)).toThrow("nobody writes there who is not in otherWriters");
    expect(() => shutOut(logLast)).toThrow("must not be one for replicas only");
    expect(() =>
      shutOut((to, replicate) => {
        to.acceptLogs(REPORTS);
        replicate();
      }),
    ).toThrow("but was opened for logs");
    for (const write of [writeFirst, writeLast]) shutOut(write, [other.arn]);
    for (const open of [writeFirst, writeLast, logLast]) shutOut(open, { on: "written from both sides" });
    shutOut((to, replicate) => {
      replicate();
      to.grantReadOnly(other, options);
    });
  });
});
