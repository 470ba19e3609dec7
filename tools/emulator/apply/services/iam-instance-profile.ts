/** IAM: instance profiles. */
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  GetInstanceProfileCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  UntagInstanceProfileCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { tags } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { fromTagList, present, tagChanges, tagList, unlessMissing } from "../sdk";
import { MISSING } from "./iam-common";

const profileSchema = z.strictObject({
  name: z.string(),
  path: z.string().default("/"),
  role: z.string().optional(),
  tags,
});

export const iamInstanceProfile = resourceType(profileSchema, {
  replaceOn: ["name", "path"],
  async create({ iam }, { name, path, role, tags: wantedTags }) {
    await iam.send(
      new CreateInstanceProfileCommand({ InstanceProfileName: name, Path: path, Tags: tagList(wantedTags) }),
    );
    if (role !== undefined) {
      await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: role }));
    }
    return { id: name };
  },
  async read({ iam }, id) {
    const request = new GetInstanceProfileCommand({ InstanceProfileName: id });
    const profile = (await unlessMissing(MISSING, iam.send(request)))?.InstanceProfile;
    if (profile === undefined) return undefined;
    return {
      facts: {
        roles: (profile.Roles ?? []).map(({ RoleName }) => RoleName),
        tags: fromTagList(profile.Tags),
      },
      computed: {
        id,
        arn: profile.Arn,
        unique_id: present(profile.InstanceProfileId, "instance profile id"),
      },
    };
  },
  facts: ({ role, tags: wantedTags }) => ({ roles: role === undefined ? [] : [role], tags: wantedTags }),
  async update({ iam }, InstanceProfileName, wanted, before) {
    const found = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
    for (const { RoleName } of found.InstanceProfile?.Roles ?? []) {
      if (RoleName === wanted.role) continue;
      await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
    }
    const has = found.InstanceProfile?.Roles?.some(({ RoleName }) => RoleName === wanted.role);
    if (wanted.role !== undefined && has !== true) {
      await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: wanted.role }));
    }
    const { removed } = tagChanges(before.tags, wanted.tags);
    if (removed.length > 0) {
      await iam.send(new UntagInstanceProfileCommand({ InstanceProfileName, TagKeys: removed }));
    }
    await iam.send(new TagInstanceProfileCommand({ InstanceProfileName, Tags: tagList(wanted.tags) }));
  },
  async remove({ iam }, InstanceProfileName, { role }) {
    if (role !== undefined) {
      const request = new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName: role });
      await unlessMissing(MISSING, iam.send(request));
    }
    await unlessMissing(MISSING, iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName })));
    return undefined;
  },
});
