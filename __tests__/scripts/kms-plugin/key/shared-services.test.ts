/** Keys that are asked in the same way share a client, and a key that is asked otherwise has its own. */
import type { KmsService, KmsServiceSettings } from "../../../../scripts/clients/kms-service";
import { serviceFor } from "../../../../scripts/kms-plugin/key/service-for";
import { sharedServices } from "../../../../scripts/kms-plugin/key/shared-services";
import { KEYS_OF_CLIENT, sharedLimits } from "../../../../scripts/kms-plugin/server/limits";

const SETTINGS: KmsServiceSettings = { deadlineMs: 3000, region: "eu-central-1" };

function made() {
  const settings: KmsServiceSettings[] = [];
  const closed: number[] = [];
  const make = (given: KmsServiceSettings): KmsService => {
    const index = settings.push(given) - 1;
    return { close: () => closed.push(index) } as unknown as KmsService;
  };
  return { settings, closed, make };
}

it("gives one client for the same settings, in whatever order they stand", () => {
  const { settings, make } = made();
  const services = sharedServices(6, make);
  services(SETTINGS);
  services({ region: "eu-central-1", deadlineMs: 3000 });
  expect(settings).toHaveLength(1);
});

it.each([
  { region: "eu-west-1" },
  { endpoint: "http://127.0.0.1:1" },
  { sourceArn: "arn:aws:eks:eu-central-1:111122223333:cluster/a" },
  { maxAttempts: 1 },
  { retryTokenCapacity: 0 },
])("gives another one for %j", (other) => {
  const { settings, make } = made();
  const services = sharedServices(6, make);
  services(SETTINGS);
  services({ ...SETTINGS, ...other });
  expect(settings).toHaveLength(2);
});

it("gives a client to no more keys than its connections suffice for", () => {
  const { settings, make } = made();
  const services = sharedServices(2, make);
  for (let key = 0; key < 5; key++) services(SETTINGS);
  expect(settings).toHaveLength(3);
  // As many as the SDK's agent has.
  for (const keys of [1, 2, 4, 6, 7, 30])
    expect(Math.min(keys, KEYS_OF_CLIENT) * sharedLimits(keys).calls).toBeLessThanOrEqual(50);
});

it("closes a client with the last of its keys, and once", () => {
  const { settings, closed, make } = made();
  const services = sharedServices(6, make);
  const [one, other] = [services(SETTINGS), services(SETTINGS)];
  one.close();
  one.close();
  expect(closed).toEqual([]);
  other.close();
  expect(closed).toEqual([0]);
  services(SETTINGS);
  expect(settings).toHaveLength(2);
});

it("is what keys of one region have, each with its replicas", async () => {
  const { settings, make } = made();
  const services = sharedServices(6, make);
  const arn = (region: string, id: string) => `arn:aws:kms:${region}:111122223333:key/mrk-${id}`;
  const config = { limits: { qps: 0, burst: 0, retryTokenCapacity: 0 }, deadlineMs: 3000 };
  for (const id of ["a", "b", "c"])
    await serviceFor(
      { name: id, key: arn("eu-central-1", id), replicas: [arn("eu-west-1", id)] } as never,
      config as never,
      services,
      () => {},
    );
  expect(settings.map(({ region }) => region)).toEqual(["eu-central-1", "eu-west-1"]);
});
