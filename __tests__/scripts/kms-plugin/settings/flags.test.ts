import { readFileSync } from "node:fs";
import { configOfFile } from "../../../../scripts/kms-plugin/settings/config-file";
import { configOfFlags, type PluginFlags } from "../../../../scripts/kms-plugin/settings/flags";
import { MANY_ALIASES } from "../../../helpers/kms/many-aliases";

const PLACE = { region: "eu-central-1", endpoint: undefined };
const ONE: PluginFlags = { key: ["alias/a"] };
const of = (flags: PluginFlags) => configOfFlags(flags, PLACE);

describe("flags", () => {
  it("have the defaults of the reference, but for the address, which is loopback", () => {
    const { keys, health, ...shared } = of(ONE);
    expect(keys).toEqual([
      {
        name: "default",
        key: "alias/a",
        listen: "/var/run/kmsplugin/socket.sock",
        encryptionContext: {},
        previous: [],
        replicas: [],
        region: "eu-central-1",
        endpoint: undefined,
        sourceArn: undefined,
      },
    ]);
    expect(health).toEqual({
      host: "127.0.0.1",
      port: 8080,
      healthzPath: "/healthz",
      livezPath: "/livez",
      kmsVersion: "v2",
    });
    expect(shared).toMatchObject({ kmsV2Version: "v2", deadlineMs: 2_500, socket: { mode: 0o600 } });
  });

  it("pair keys, sockets and contexts by position", () => {
    const { keys } = of({
      key: ["a", "b"],
      listen: ["/a.sock", "/b.sock"],
      encryptionContext: ["x=1,y=2=3", ""],
    });
    expect(keys.map(({ key, listen, encryptionContext }) => [key, listen, encryptionContext])).toEqual([
      ["a", "/a.sock", { x: "1", y: "2=3" }],
      ["b", "/b.sock", {}],
    ]);
  });

  it.each([
    [":8080", undefined, 8080],
    ["127.0.0.1:0", "127.0.0.1", 0],
    ["[::1]:9", "::1", 9],
    ["localhost:65535", "localhost", 65_535],
  ])("take %s as the address of health checks", (healthPort, host, port) => {
    expect(of({ ...ONE, healthPort }).health).toMatchObject({ host, port });
  });

  it.each<[string, PluginFlags, RegExp]>([
    ["no key", {}, /--key has 0 values and --listen 1/],
    ["an empty key", { key: [""] }, /--key is empty/],
    ["more keys than sockets", { key: ["a", "b"] }, /--key has 2 values and --listen 1/],
    ["more contexts than keys", { ...ONE, encryptionContext: ["a=b", "c=d"] }, /2 times for 1 keys/],
    ["a context without a value", { ...ONE, encryptionContext: ["a"] }, /name=value/],
    [
      "two keys on one socket",
      { key: ["a", "b"], listen: ["/s", "/s"] },
      /key-2 listens on \/s, as key-1 does/,
    ],
    ["a relative socket", { ...ONE, listen: ["s.sock"] }, /absolute/],
    [
      "a version that health checks cannot have",
      { ...ONE, healthKmsVersion: "typo" },
      /v1 or v2, got 'typo'/,
    ],
    ["a port alone", { ...ONE, healthPort: "8080" }, /address:port/],
    ["a port too high", { ...ONE, healthPort: ":65536" }, /address:port/],
    ["a path without a slash", { ...ONE, livezPath: "livez" }, /begin with \//],
    ["a mode that is not octal", { ...ONE, socketMode: "0690" }, /octal/],
  ])("fail with %s", (_what, flags, message) => {
    expect(() => of(flags)).toThrow(message);
  });
});

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/mrk-1";

describe("configuration file", () => {
  const parse = (text: string, flags: PluginFlags = {}) => configOfFile(text, "plugin.yaml", flags, PLACE);

  it("names keys, and gives way to flags", () => {
    const config = parse(
      `
keys:
  main:
    key: ${ARN}
    listen: /run/main.sock
    encryptionContext: { cluster: prod }
    previous: ["${ARN}2"]
    replicas: [${ARN.replace("central", "west")}]
  other: { key: alias/other, listen: /run/other.sock, region: us-east-1 }
kmsEndpoint: https://kms.example.org
cacheTtl: 60
socketMode: "0660"
`,
      { cacheTtl: 10 },
    );
    expect(config.keys.map(({ name, region }) => [name, region])).toEqual([
      ["main", "eu-central-1"],
      ["other", "us-east-1"],
    ]);
    expect(config.keys[0]).toMatchObject({
      encryptionContext: { cluster: "prod" },
      endpoint: "https://kms.example.org",
    });
    expect(config).toMatchObject({ cache: { ttlSeconds: 10 }, socket: { mode: 0o660 } });
  });

  const key = (extra: string) => `keys: { main: { key: ${ARN}, listen: /s${extra} } }`;
  it.each<[string, string, RegExp]>([
    ["aliases of aliases", MANY_ALIASES, /plugin\.yaml is not YAML whose aliases/],
    ["what is no YAML", "keys: [", /plugin\.yaml:1:\d+ is not YAML/],
    ["no key", "keys: {}", /names no key/],
    ["an unknown field", key(", contxt: {}"), /keys\.main: .*contxt/],
    ["a context that is no map", key(", encryptionContext: a=b"), /keys\.main\.encryptionContext/],
    ["an alias among previous keys", key(", previous: [alias/old]"), /an alias can move/],
    ["a replica of another key", key(`, replicas: [${ARN}2]`), /replica of another key/],
    ["a replica that is none", key(", replicas: [alias/x]"), /multi-Region/],
    ["a wrong type", `${key("")}\nqpsLimit: fast`, /qpsLimit/],
  ])("fails with %s", (_what, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it("is what docs/kms-plugin.md shows", () => {
    const [, example = ""] = /```yaml\n(.*?)```/s.exec(readFileSync("docs/kms-plugin.md", "utf8")) ?? [];
    const { keys, ...shared } = parse(example);
    const defaults = of(ONE);
    expect(keys[0]).toMatchObject({ name: "main", encryptionContext: { cluster: "prod-1" } });
    // What it says of defaults is true.
    expect(shared).toEqual({ ...defaults, keys: undefined, socket: { mode: 0o600, group: "1001" } });
  });

  it("fails beside flags that name keys", () => {
    expect(() => parse(key(""), { key: ["a"] })).toThrow(/excludes the flags for keys: key/);
  });
});
