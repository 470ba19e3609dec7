import { emulatorClients } from "../../../tools/emulator/clients";
import { isLoopback } from "../../../tools/emulator/endpoint";

const ELSEWHERE = [
  "https://kms.eu-central-1.amazonaws.com",
  "http://127.0.0.1.example.com:4566",
  "http://localhost.example.com",
  "http://127.0.0.1@example.com/",
  "http://0.0.0.0:4566",
  "http://10.0.0.1:4566",
  "http://[::ffff:10.0.0.1]:4566",
  "ftp://127.0.0.1",
  "127.0.0.1:4566",
  "",
];

describe("loopback", () => {
  it.each(["http://127.0.0.1:4566", "http://localhost:1", "http://[::1]:4566", "https://127.1.2.3"])(
    "is %s",
    (endpoint) => {
      expect(isLoopback(endpoint)).toBe(true);
    },
  );

  it.each(ELSEWHERE)("is not '%s'", (endpoint) => {
    expect(isLoopback(endpoint)).toBe(false);
  });
});

describe("emulator clients", () => {
  it.each(ELSEWHERE)("fails to be made for '%s'", (endpoint) => {
    expect(() => emulatorClients(endpoint)).toThrow("the emulator tools only talk to loopback");
  });

  it("never use the user's credentials", async () => {
    const { s3 } = emulatorClients("http://127.0.0.1:1");
    expect(await s3.config.credentials()).toMatchObject({ accessKeyId: "test", secretAccessKey: "test" });
  });
});
