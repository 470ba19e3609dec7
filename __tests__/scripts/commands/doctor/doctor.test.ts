import { OperatorError } from "../../../../scripts/errors";
import { stackSession, useDoctor } from "../../../helpers/doctor";

describe("sealstack doctor", () => {
  const host = useDoctor();

  it("finds nothing where all is as it must be, and knows whose credentials these are", async () => {
    expect(await host.doctor()).toMatchObject({
      status: 0,
      problems: [],
      warnings: [],
      denied: [],
      unknown: ["etcd", "step-ca"],
      data: { role: "writer" },
    });
  });

  it("takes for a problem what the role must be able to, and for a remark what others are not allowed", async () => {
    const denied = new OperatorError("accessDenied", "AWS denied kms:GenerateDataKey");
    const { cipher } = host.services;
    host.services = {
      ...host.services,
      cipher: (settings, use, signal) =>
        use === "seal" ? Promise.reject(denied) : cipher(settings, use, signal),
    };
    expect(await host.doctor()).toMatchObject({ status: 24, problems: ["to make a backup: a data key"] });
    host.caller = stackSession("restorer");
    expect(await host.doctor()).toMatchObject({
      status: 0,
      denied: ["to make a backup: a data key"],
      data: { role: "restorer" },
    });
    host.caller = "arn:aws:iam::111122223333:user/somebody";
    expect((await host.doctor()).data).not.toHaveProperty("role");
  });

  it("says once that there are no credentials, and goes on with this host", async () => {
    const none = (what: string) => () =>
      Promise.reject(
        new OperatorError("credentials", `${what}: the credentials are missing`, { hint: "set AWS_PROFILE" }),
      );
    host.services = {
      ...host.services,
      store: none("cannot list"),
      versions: none("cannot read"),
      cipher: none("cannot seal"),
      uploads: none("cannot list uploads"),
    };
    expect(await host.doctor()).toMatchObject({ status: 24, problems: ["bucket"] });
    expect(await host.check("bucket")).toMatchObject({ mend: "set AWS_PROFILE" });
    expect(await host.check("etcdctl")).toMatchObject({ result: "ok" });
  });

  it("says a cause that all calls share once", async () => {
    const away = (what: string) =>
      new OperatorError("unavailable", `${what}: nothing listens there`, { hint: "check the network" });
    host.objects.list = () => {
      throw away("cannot list");
    };
    host.store.versioning = () => Promise.reject(away("cannot read the versioning"));
    const found = await host.doctor();
    expect(found.problems).toEqual(["backups below s3://memory/etcd/"]);
    expect(found.unknown).toEqual(
      expect.arrayContaining(["versions of objects", "to open a backup: the newest"]),
    );
  });
});
