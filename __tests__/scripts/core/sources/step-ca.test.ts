import { copyFileSync, cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stepCaSource } from "../../../../scripts/core/sources/step-ca";
import { changeConfig, writeStepCa } from "../../../helpers/step-ca";
import { useTempDir } from "../../../helpers/temp-dir";

const PASSWORD = "a password with spaces";
const KEY_CHECK = "intermediate key matches its certificate";

describe("stepCaSource", () => {
  const dir = useTempDir();
  const path = (name = ""): string => join(dir(), "step", name);
  const source = (options: Parameters<typeof stepCaSource>[2] = {}) =>
    stepCaSource(path(), new Date(), options);
  const outcome = async (name: string, options: Parameters<typeof stepCaSource>[2] = {}) =>
    (await source(options)).checks.find((check) => check.name === name);

  it("takes a whole STEPPATH, and says what was checked", async () => {
    await writeStepCa(path());
    const { members, checks, source: kind } = await source();
    expect(kind).toBe("step-ca");
    expect(checks.filter(({ result }) => result !== "passed")).toEqual([]);
    expect(checks).toHaveLength(7);
    expect([...members].map((member) => member.path)).toEqual(
      expect.arrayContaining(["config/ca.json", "secrets/intermediate_ca_key", "certs/root_ca.crt", "db"]),
    );
  });

  it("opens an encrypted key with the password file, white space at its end or not", async () => {
    await writeStepCa(path(), { password: PASSWORD });
    for (const text of [PASSWORD, `${PASSWORD}\n`]) {
      writeFileSync(join(dir(), "password"), text);
      expect(await outcome(KEY_CHECK, { passwordFile: join(dir(), "password") })).toMatchObject({
        result: "passed",
      });
    }
  });

  it("opens an encrypted key with the password of the configuration", async () => {
    await writeStepCa(path(), { password: PASSWORD });
    changeConfig(path(), { password: PASSWORD });
    expect(await outcome(KEY_CHECK)).toMatchObject({ result: "passed" });
  });

  it("says that an encrypted key was not checked without its password", async () => {
    await writeStepCa(path(), { password: PASSWORD });
    expect(await outcome(KEY_CHECK)).toEqual({
      name: KEY_CHECK,
      result: "not checked",
      detail: "the key has a password: give --step-ca-password-file",
    });
  });

  it("fails with another password", async () => {
    await writeStepCa(path(), { password: PASSWORD });
    writeFileSync(join(dir(), "password"), "wrong");
    await expect(source({ passwordFile: join(dir(), "password") })).rejects.toMatchObject({
      exit: "source",
      message: `the password does not open ${path("secrets/intermediate_ca_key")}`,
    });
    await expect(source({ passwordFile: join(dir(), "missing") })).rejects.toMatchObject({ exit: "source" });
  });

  it.each(["pkcs11:id=7331;object=intermediate", "awskms:key-id=1234", "yubikey:slot-id=9c"])(
    "says that a key elsewhere was not checked: %s",
    async (key) => {
      await writeStepCa(path());
      changeConfig(path(), { key });
      expect(await outcome(KEY_CHECK)).toMatchObject({ result: "not checked" });
    },
  );

  it("finds the files of a STEPPATH that moved", async () => {
    await writeStepCa(path());
    renameSync(path(), join(dir(), "moved"));
    const { checks } = await stepCaSource(join(dir(), "moved"), new Date());
    expect(checks.find(({ name }) => name === KEY_CHECK)).toMatchObject({ result: "passed" });
  });

  it.each([
    "secrets/intermediate_ca_key",
    "certs/intermediate_ca.crt",
    "certs/root_ca.crt",
    "config/ca.json",
  ])("fails without %s", async (name) => {
    await writeStepCa(path());
    rmSync(path(name));
    await expect(source()).rejects.toMatchObject({ exit: "source", hint: expect.any(String) });
  });

  it("fails when the key lies outside, where the backup does not reach it", async () => {
    await writeStepCa(path());
    renameSync(path("secrets/intermediate_ca_key"), join(dir(), "key"));
    changeConfig(path(), { key: join(dir(), "key") });
    await expect(source()).rejects.toMatchObject({
      exit: "source",
      message: `the intermediate key is not in ${path()}: ca.json names ${join(dir(), "key")}`,
    });
  });

  it("fails when the key is another one", async () => {
    await writeStepCa(path());
    copyFileSync(path("secrets/root_ca_key"), path("secrets/intermediate_ca_key"));
    await expect(source()).rejects.toMatchObject({
      exit: "source",
      message: "the intermediate key does not match its certificate",
    });
  });

  it("fails when the root is another one, though it has the same name", async () => {
    await writeStepCa(path());
    await writeStepCa(join(dir(), "other"));
    cpSync(join(dir(), "other/certs/root_ca.crt"), path("certs/root_ca.crt"));
    await expect(source()).rejects.toMatchObject({
      exit: "source",
      message: "the intermediate certificate is not signed by the root certificate",
    });
  });

  it("takes several roots, of which one signed the intermediate", async () => {
    await writeStepCa(path());
    await writeStepCa(join(dir(), "other"));
    cpSync(join(dir(), "other/certs/root_ca.crt"), path("certs/old_root.crt"));
    changeConfig(path(), { root: [path("certs/old_root.crt"), path("certs/root_ca.crt")] });
    expect(
      (await source()).checks.filter(({ name }) => name === "root certificate is valid now"),
    ).toHaveLength(2);
  });

  it.each([
    ["certs/root_ca.crt", "is not a certificate in PEM"],
    ["secrets/intermediate_ca_key", "is not a private key in PEM"],
    ["config/ca.json", "is not a configuration of step-ca; see: the whole"],
  ])("fails when %s is garbage, and shows nothing of it", async (name, problem) => {
    await writeStepCa(path());
    writeFileSync(path(name), "secret garbage");
    const error = await source().catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ exit: "source", message: expect.stringContaining(problem) });
    expect(String(error)).not.toContain("secret garbage");
  });

  it("names the fields of a configuration that are missing", async () => {
    await writeStepCa(path());
    changeConfig(path(), { key: undefined, crt: 7 });
    await expect(source()).rejects.toThrow("see: crt, key");
  });

  it("warns of certificates that expired, and of those not yet valid", async () => {
    await writeStepCa(path(), { validFrom: new Date("2001-01-01") });
    expect(await outcome("intermediate certificate is valid now")).toEqual({
      name: "intermediate certificate is valid now",
      result: "warning",
      detail: "CN=Demo Intermediate CA: no longer valid",
    });
    const early = await stepCaSource(path(), new Date("2000-01-01"));
    expect(early.checks.find(({ name }) => name.startsWith("root certificate"))?.detail).toContain(
      "not yet valid",
    );
  });

  it("warns of a running CA, of a database that is missing, and says when it is elsewhere", async () => {
    await writeStepCa(path());
    writeFileSync(path("db/LOCK"), "17\n");
    expect(await outcome("database at rest")).toMatchObject({
      result: "warning",
      detail: expect.stringContaining("running"),
    });
    rmSync(path("db"), { recursive: true });
    expect(await outcome("database at rest")).toMatchObject({
      result: "warning",
      detail: expect.stringContaining("not there"),
    });
    changeConfig(path(), { db: { type: "postgresql", dataSource: "postgresql://db" } });
    expect(await outcome("database at rest")).toMatchObject({ result: "not checked" });
  });

  it("says when the root's key is kept elsewhere", async () => {
    await writeStepCa(path());
    rmSync(path("secrets/root_ca_key"));
    expect(await outcome("root key")).toMatchObject({ result: "not checked" });
  });

  it("fails when it is no STEPPATH at all", async () => {
    mkdirSync(path());
    await expect(source()).rejects.toMatchObject({
      exit: "source",
      message: `cannot read ${path("config/ca.json")}: ENOENT (no such file or directory)`,
    });
  });
});
