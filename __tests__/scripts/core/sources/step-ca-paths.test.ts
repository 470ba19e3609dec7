import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceCheck } from "../../../../scripts/core/archive/info";
import { stepCaSource } from "../../../../scripts/core/sources/step-ca";
import { authority } from "../../../helpers/servers/certificates";
import { changeConfig, writeStepCa } from "../../../helpers/step-ca";
import { useTempDir } from "../../../helpers/temp-dir";

describe("the paths of ca.json", () => {
  const dir = useTempDir();
  const path = (name = ""): string => join(dir(), "step", name);
  const outside = (name: string): string => join(dir(), name);
  const source = (at = path(), options: Parameters<typeof stepCaSource>[2] = {}) =>
    stepCaSource(at, new Date(), options);
  const check = async (name: string, at = path()): Promise<SourceCheck | undefined> =>
    (await source(at)).checks.find((each) => each.name === name);
  beforeEach(() => writeStepCa(path()));

  /** Each names one path. */
  const FIELDS: readonly (readonly [what: string, config: (place: string) => object])[] = [
    ["SSH host key", (place) => ({ ssh: { hostKey: place } })],
    ["SSH host key", (place) => ({ ssh: { hostKey: `softkms:path=${place}` } })],
    ["SSH user key", (place) => ({ ssh: { userKey: place } })],
    ["federated root", (place) => ({ federatedRoots: [place] })],
    ["SSH template", (place) => ({ templates: { ssh: { user: [{ name: "a", template: place }] } } })],
    ["SSH template", (place) => ({ templates: { ssh: { host: [{ name: "a", template: place }] } } })],
    [
      "template of provisioner 'p'",
      (place) => ({
        authority: { provisioners: [{ name: "p", options: { x509: { templateFile: place } } }] },
      }),
    ],
    [
      "template of provisioner 'p'",
      (place) => ({
        authority: { provisioners: [{ name: "p", options: { ssh: { templateFile: place } } }] },
      }),
    ],
    [
      "roots of provisioner 'p'",
      (place) => ({ authority: { provisioners: [{ name: "p", iidRoots: place }] } }),
    ],
    ["federated root", (place) => ({ FederatedRoots: [place] })], // Go reads names in any case
  ];

  it.each(FIELDS)("fails when the %s is missing, or lies outside", async (what, config) => {
    changeConfig(path(), config(path("nothing")));
    await expect(source()).rejects.toMatchObject({
      exit: "source",
      message: `the ${what} is not in the backup: ca.json names ${path("nothing")}, which is missing or was left out`,
    });
    cpSync(path("certs/root_ca.crt"), outside("elsewhere"));
    changeConfig(path(), config(outside("elsewhere")));
    await expect(source()).rejects.toMatchObject({
      exit: "source",
      message: expect.stringContaining(`the ${what} is not in ${path()}: ca.json names`),
      hint: expect.any(String),
    });
  });

  it("finds all of them inside, by absolute paths and by relative ones", async () => {
    const { key } = await authority("ssh");
    mkdirSync(path("ssh"));
    writeFileSync(path("ssh/key"), key);
    for (const at of ["", `${path()}/`])
      for (const [what, config] of FIELDS) {
        const certificate = what.includes("root");
        changeConfig(path(), config(`${at}${certificate ? "certs/root_ca.crt" : "ssh/key"}`));
        await expect(source()).resolves.toBeDefined();
      }
  });

  it("fails with all that is missing at once", async () => {
    changeConfig(path(), { ssh: { hostKey: "a", userKey: outside("b") }, federatedRoots: ["c"] });
    await expect(source()).rejects.toMatchObject({
      message: expect.stringContaining(`${path()} does not hold all that its CA needs:`),
      details: [
        expect.stringContaining("the federated root is not in the backup"),
        expect.stringContaining("the SSH host key is not in the backup"),
        expect.stringContaining(`the SSH user key is not in ${path()}`),
      ],
    });
  });

  it.each([
    { ssh: null, templates: null, kms: null, authority: null, federatedRoots: null },
    { ssh: { hostKey: "", userKey: "" }, kms: { type: "" }, federatedRoots: [] },
    {
      authority: {
        provisioners: [{ name: "p", options: { x509: { template: "{}", templateFile: "gone" } } }],
      },
    },
  ])("lets be what is empty or not used: %j", async (config) => {
    changeConfig(path(), config);
    await expect(source()).resolves.toBeDefined();
  });

  it("names fields of another kind", async () => {
    changeConfig(path(), { ssh: { hostKey: 7 }, federatedRoots: "certs/root_ca.crt" });
    await expect(source()).rejects.toThrow(/see: federatedRoots, ssh.hostKey$/);
  });

  it.each([
    [
      "a KMS",
      {
        kms: { type: "cloudkms" },
        key: "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1",
      },
    ],
    ["a KMS named by its URI", { kms: { uri: "awskms:region=us-east-1" }, key: "1234-abcd" }],
    [
      "an HSM",
      {
        kms: { type: "pkcs11" },
        key: "pkcs11:id=1",
        ssh: { hostKey: "pkcs11:id=2", userKey: "PKCS11:id=3" },
      },
    ],
    ["an agent", { kms: { type: "sshagentkms" }, ssh: { hostKey: "sshagentkms:host" } }],
  ])("does not look for keys that are in %s", async (_, config) => {
    changeConfig(path(), config);
    const { checks } = await source();
    for (const key of [
      "intermediate key matches its certificate",
      ...("ssh" in config ? ["SSH host key opens"] : []),
    ])
      if ("key" in config || key.startsWith("SSH"))
        expect(checks.find(({ name }) => name === key)).toMatchObject({ result: "not checked" });
  });

  it("says what of the key manager and the authority is not in the backup", async () => {
    changeConfig(path(), {
      kms: {
        uri: "pkcs11:module-path=/usr/lib/x.so?pin-source=/etc/pin",
        credentialsFile: "certs/root_ca.crt",
      },
      authority: { type: "cloudcas", credentialsFile: "/etc/gcp.json" },
    });
    const { checks } = await source();
    const said = Object.fromEntries(checks.map(({ name, result, detail }) => [name, `${result}: ${detail}`]));
    expect(said).toMatchObject({
      "PIN of the key manager": "warning: /etc/pin is not in the backup: keep a copy of it elsewhere",
      "credentials of the key manager": "passed: in the backup",
      "credentials of the authority": expect.stringMatching(/^warning: \/etc\/gcp.json/),
    });
  });

  it("takes the front of another CA, which has no key of its own", async () => {
    const { pem, key } = await authority("issuer");
    writeFileSync(path("certs/issuer.crt"), pem);
    writeFileSync(path("secrets/issuer.key"), key);
    const certificateIssuer = { type: "x5c", crt: "certs/issuer.crt", key: "secrets/issuer.key" };
    const front = { root: undefined, crt: undefined, key: undefined };
    changeConfig(path(), { ...front, authority: { type: "stepcas", certificateIssuer } });
    await expect(source()).resolves.toBeDefined();
    rmSync(path("secrets/issuer.key"));
    await expect(source()).rejects.toThrow("the key of the issuer is not in the backup");
    changeConfig(path(), { authority: { type: "softcas" } });
    await expect(source()).rejects.toThrow(/see: root, crt, key$/);
  });

  describe("certificates", () => {
    it.each([
      ["in order", [2, 1]],
      ["with the root", [2, 1, 0]],
      ["in another order", [2, 0, 1]],
    ])("takes a bundle of intermediates, %s", async (_, order) => {
      const root = await authority("R");
      const upper = await authority("U", root);
      const lower = await authority("L", upper);
      const all = [root, upper, lower];
      const bundle = order.map((index) => all[index]?.pem ?? "");
      writeFileSync(path("certs/root_ca.crt"), root.pem);
      writeFileSync(path("certs/intermediate_ca.crt"), `a word before\n${bundle.join("and between\n")}`);
      writeFileSync(path("secrets/intermediate_ca_key"), lower.key);
      const { checks } = await source();
      expect(checks.filter(({ result }) => result !== "passed")).toEqual([]);
      expect(checks.filter(({ name }) => name === "intermediate certificate is valid now")).toHaveLength(
        order.length,
      );
      writeFileSync(path("certs/intermediate_ca.crt"), lower.pem);
      await expect(source()).rejects.toThrow("is not signed by the root certificate");
    });

    it("takes a bundle of roots, DER, and a CA of one certificate", async () => {
      const [root, other] = [await authority("R"), await authority("O")];
      const lower = await authority("L", root);
      writeFileSync(path("certs/root_ca.crt"), other.pem + root.pem);
      writeFileSync(path("certs/intermediate_ca.crt"), lower.der);
      writeFileSync(path("secrets/intermediate_ca_key"), lower.key);
      await expect(source()).resolves.toBeDefined();
      writeFileSync(path("certs/intermediate_ca.crt"), root.pem);
      writeFileSync(path("secrets/intermediate_ca_key"), root.key);
      await expect(source()).resolves.toBeDefined();
    });

    it("fails when one of a bundle is garbage, and when the first is not the key's", async () => {
      const pem = readFileSync(path("certs/intermediate_ca.crt"), "utf8");
      const broken = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
      writeFileSync(path("certs/intermediate_ca.crt"), pem + broken);
      await expect(source()).rejects.toThrow("is not a certificate in PEM");
      const root = readFileSync(path("certs/root_ca.crt"), "utf8");
      writeFileSync(path("certs/intermediate_ca.crt"), root + pem);
      await expect(source()).rejects.toThrow("the intermediate key does not match its certificate");
    });
  });

  describe("SSH keys", () => {
    it("fails when one is no key", async () => {
      changeConfig(path(), { ssh: { hostKey: "certs/root_ca.crt" } });
      await expect(source()).rejects.toThrow(
        "the SSH host key certs/root_ca.crt is not a private key in PEM",
      );
    });

    it("opens them, or says why not", async () => {
      cpSync(path("secrets/root_ca_key"), path("secrets/host"));
      writeFileSync(path("secrets/user"), "-----BEGIN OPENSSH PRIVATE KEY-----\n");
      changeConfig(path(), { ssh: { hostKey: "secrets/host", userKey: "secrets/user" } });
      expect(await check("SSH host key opens")).toMatchObject({ result: "passed" });
      expect(await check("SSH user key opens")).toMatchObject({ result: "not checked" });
    });
  });

  describe("the database", () => {
    const database = async (db: object | undefined, at = path()): Promise<string> => {
      changeConfig(path(), { db });
      const { result, detail } = (await check("database at rest", at)) ?? {};
      return `${result}: ${detail}`;
    };
    beforeEach(() => writeFileSync(path("bolt.db"), "x"));

    it.each([
      ["badger", "db", /^passed/],
      ["badgerV2", "./db/", /^passed/],
      ["badger", "../elsewhere", /^warning: \.\.\/elsewhere is not in STEPPATH/],
      ["badgerv2", "/var/lib/step/db", /^warning: \/var\/lib\/step\/db is not in STEPPATH/], // though a stale db is inside
      ["badger", "gone", /^warning: gone is not there/],
      ["badger", "bolt.db", /^warning: bolt.db is no directory/],
      ["badger", undefined, /^warning: ca.json does not name its dataSource/],
      ["bbolt", "bolt.db", /^not checked: bbolt does not say/],
      ["bbolt", "db", /^warning: db is no file/],
      ["bbolt", "/var/lib/ca.db", /^warning: \/var\/lib\/ca.db is not in STEPPATH/],
      ["mysql", "user:secret@tcp(127.0.0.1)/", /^not checked: .* in mysql: back it up too$/],
      ["postgresql", "postgresql://user:secret@db", /^not checked: .* in postgresql: back it up too$/],
      ["new", "x", /^not checked/],
    ])("of the type %s at %s is seen for what it is", async (type, dataSource, said) => {
      expect(await database({ type, dataSource })).toMatch(said);
    });

    it("is not taken for the one that moved along when its path leads elsewhere", async () => {
      expect(await database({ type: "badger", dataSource: path("db"), valueDir: outside("values") })).toMatch(
        /^warning: .*values is not in STEPPATH/,
      );
      expect(await database(undefined)).toBe("not checked: there is none");
      rmSync(path("db"), { recursive: true });
      mkdirSync(outside("data"));
      symlinkSync("../data", path("db")); // and left out
      changeConfig(path(), { db: { type: "badger", dataSource: path("db") } });
      const { checks } = await source(path(), { skipUnsupported: true });
      expect(checks.at(-1)).toMatchObject({
        result: "warning",
        detail: expect.stringContaining("not there"),
      });
    });
  });

  describe("a STEPPATH that is not where its configuration says", () => {
    it("is believed when it moved or was copied, and says where to restore it", async () => {
      cpSync(path(), outside("copy"), { recursive: true });
      expect(await check("configuration", outside("copy"))).toMatchObject({
        detail: expect.stringContaining(`its paths lead to ${path()}: restore it there`),
      });
      renameSync(path(), outside("moved"));
      expect(await check("database at rest", outside("moved"))).toMatchObject({ result: "passed" });
    });

    it("is not believed when a key lies elsewhere, though one of its name is inside", async () => {
      renameSync(path(), outside("moved"));
      changeConfig(outside("moved"), { key: "/run/secrets/intermediate_ca_key" });
      await expect(source(outside("moved"))).rejects.toThrow(
        "ca.json names /run/secrets/intermediate_ca_key",
      );
      changeConfig(outside("moved"), { root: outside("moved/certs/root_ca.crt") });
      await expect(source(outside("moved"))).rejects.toThrow("does not hold all that its CA needs");
    });

    it("is reached by a link, or has its paths go by one", async () => {
      symlinkSync("step", outside("ca-link"));
      const { members } = await source(outside("ca-link"));
      expect([...members].map((member) => member.path)).toContain("secrets/intermediate_ca_key");
      changeConfig(path(), { key: outside("ca-link/secrets/intermediate_ca_key") });
      await expect(source()).resolves.toBeDefined();
    });
  });

  describe("links inside", () => {
    it("are followed as the archive has them", async () => {
      renameSync(path("secrets/intermediate_ca_key"), path("secrets/key.2026"));
      symlinkSync("key.2026", path("secrets/intermediate_ca_key"));
      symlinkSync("./secrets", path("private"));
      changeConfig(path(), { key: "private/../private/intermediate_ca_key" });
      await expect(source()).resolves.toBeDefined();
    });

    it("fails when one that leads out is left out, though what it leads to is whole", async () => {
      renameSync(path("secrets/intermediate_ca_key"), outside("key"));
      symlinkSync(outside("key"), path("secrets/intermediate_ca_key"));
      await expect(source()).rejects.toMatchObject({
        details: ["'secrets/intermediate_ca_key' is a link whose target is absolute"],
      });
      await expect(source(path(), { skipUnsupported: true })).rejects.toThrow(
        "the intermediate key is not in the backup",
      );
    });

    it("fails when links go round", async () => {
      rmSync(path("secrets/intermediate_ca_key"));
      symlinkSync("intermediate_ca_key", path("secrets/intermediate_ca_key"));
      await expect(source()).rejects.toThrow("the intermediate key is not in the backup");
    });
  });

  it("takes a password of any bytes, without the white space at its end", async () => {
    rmSync(path(), { recursive: true });
    await writeStepCa(path(), { password: "pass wörd" });
    for (const end of ["", "\n", " \t\r\n", "\u0085", "\u00a0\n"]) {
      writeFileSync(outside("password"), `pass wörd${end}`);
      await expect(source(path(), { passwordFile: outside("password") })).resolves.toBeDefined();
    }
    writeFileSync(outside("password"), Buffer.from("pass w\xf6rd", "latin1"));
    await expect(source(path(), { passwordFile: outside("password") })).rejects.toThrow(
      "the password does not open",
    );
  });
});
