/** What services answer in XML: EBS snapshots, as much as `snapshot share` and `snapshot copy` ask, and STS, whose the credentials are. */
export interface SnapshotCalls {
  /** Accounts that the first snapshot is shared with. */
  readonly shared: Set<string>;
  /** Ids of the copies that were made. */
  readonly copies: string[];
  /** @param body a form. @returns XML */
  answer(body: string): string;
  save(): () => void;
}

export const SNAPSHOT = "snap-0123456789abcdef0";

export function snapshotCalls(keyArn: string): SnapshotCalls {
  const item = (id: string): string =>
    `<item><snapshotId>${id}</snapshotId><ownerId>111122223333</ownerId><status>completed</status><encrypted>true</encrypted><kmsKeyId>${keyArn}</kmsKeyId></item>`;
  const calls: SnapshotCalls = {
    shared: new Set(),
    copies: [],
    answer: (body) => {
      const form = new URLSearchParams(body);
      const action = form.get("Action") ?? "";
      return `<${action}Response>${answers[action]?.(form) ?? ""}</${action}Response>`;
    },
    save: () => () => {
      calls.shared.clear();
      calls.copies.length = 0;
    },
  };
  const answers: Record<string, (form: URLSearchParams) => string> = {
    DescribeSnapshots: (form) => {
      const asked = form.get("SnapshotId.1");
      return `<snapshotSet>${(asked === null ? calls.copies : [asked]).map(item).join("")}</snapshotSet>`;
    },
    DescribeSnapshotAttribute: () =>
      `<snapshotId>${SNAPSHOT}</snapshotId><createVolumePermission>${[...calls.shared].map((each) => `<item><userId>${each}</userId></item>`).join("")}</createVolumePermission>`,
    ModifySnapshotAttribute: (form) => {
      calls.shared.add(form.get("UserId.1") ?? "");
      return "<return>true</return>";
    },
    GetCallerIdentity: () =>
      "<GetCallerIdentityResult><Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/a</Arn><UserId>AIDA</UserId></GetCallerIdentityResult>",
    CopySnapshot: () => {
      const id = `snap-0fedcba98765432${String(calls.copies.length).padStart(2, "0")}`;
      calls.copies.push(id);
      return `<snapshotId>${id}</snapshotId>`;
    },
  };
  return calls;
}
