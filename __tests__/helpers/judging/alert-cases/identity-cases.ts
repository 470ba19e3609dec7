/** Of alerts on roles and users. */
import { iamRecord } from "../cloudtrail-records";
import type { AlertCases } from "./subjects";

export const IDENTITY_CASES = {
  roleChanged: {
    raised: [
      ["in what it may do", iamRecord("PutRolePolicy", { roleName: "backup-writer", policyName: "x" })],
      ["by a policy of AWS", iamRecord("AttachRolePolicy", { roleName: "backup-writer" })],
      ["in who may assume it", iamRecord("UpdateAssumeRolePolicy", { roleName: "backup-writer" })],
      [
        "by the loss of its boundary",
        iamRecord("DeleteRolePermissionsBoundary", { roleName: "backup-writer" }),
      ],
      ["by another boundary", iamRecord("PutRolePermissionsBoundary", { roleName: "backup-writer" })],
      [
        "by a profile that gives it to instances",
        iamRecord("AddRoleToInstanceProfile", { roleName: "backup-writer" }),
      ],
      ["to nothing", iamRecord("DeleteRole", { roleName: "backup-writer" })],
      [
        "or tried to be",
        iamRecord("PutRolePolicy", null, {
          errorCode: "AccessDenied",
          errorMessage:
            "User: x is not authorized to perform: iam:PutRolePolicy on resource: role backup-writer because no identity-based policy allows the iam:PutRolePolicy action",
        }),
      ],
    ],
    silent: [
      ["another role", iamRecord("PutRolePolicy", { roleName: "backup-writer-2" })],
      ["a role that is read", iamRecord("GetRolePolicy", { roleName: "backup-writer" })],
      [
        "a refusal for another role",
        iamRecord("PutRolePolicy", null, {
          errorMessage:
            "User: x is not authorized to perform: y on resource: role my-backup-writer because z",
        }),
      ],
    ],
  },
  userChanged: {
    raised: [
      ["by a new access key", iamRecord("CreateAccessKey", { userName: "backup-host" })],
      ["by a password", iamRecord("CreateLoginProfile", { userName: "backup-host" })],
      ["in what it may do", iamRecord("PutUserPolicy", { userName: "backup-host" })],
      ["by a group", iamRecord("AddUserToGroup", { userName: "backup-host", groupName: "x" })],
      [
        "or tried to be",
        iamRecord("CreateAccessKey", null, {
          errorMessage:
            "User: x is not authorized to perform: iam:CreateAccessKey on resource: user backup-host because z",
        }),
      ],
    ],
    silent: [
      ["another user", iamRecord("CreateAccessKey", { userName: "backup-host-2" })],
      ["keys that are listed", iamRecord("ListAccessKeys", { userName: "backup-host" })],
    ],
  },
} satisfies Readonly<Record<string, AlertCases>>;
