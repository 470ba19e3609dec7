import {
  PRICE_REGIONS,
  PRICE_ROWS,
  PRICE_SOURCES,
  PRICES_AS_OF,
  priceOf,
  pricing,
} from "../../../../scripts/core/cost/prices";
import { OperatorError } from "../../../../scripts/errors";

const DAY = /^20\d\d-\d\d-\d\d$/;

describe("the price table", () => {
  it("is dated", () => {
    expect(PRICES_AS_OF).toMatch(DAY);
  });

  it.each(PRICE_ROWS)(
    "has a source of $id, with address, date and how it was read",
    ({ source, usd, per }) => {
      const { url, published, read, how } = PRICE_SOURCES[source] ?? {};
      expect(url).toMatch(
        /^https:\/\/(aws\.amazon\.com\/[a-z0-9-]+\/pricing\/|pricing\.us-east-1\.amazonaws\.com\/offers\/)/,
      );
      expect(read).toMatch(DAY);
      expect(read && read <= PRICES_AS_OF).toBe(true);
      if (published !== null) expect(published).toMatch(DAY);
      expect(how).toMatch(/\w{3,} \w+/);
      expect(Number.isInteger(per) && per > 0).toBe(true);
      for (const price of Object.values(usd)) expect(price).toBeGreaterThanOrEqual(0);
    },
  );

  it("has no source that nothing is read from, and no price twice", () => {
    expect(new Set(PRICE_ROWS.map(({ source }) => source))).toEqual(new Set(Object.keys(PRICE_SOURCES)));
    expect(new Set(PRICE_ROWS.map(({ id }) => id)).size).toBe(PRICE_ROWS.length);
  });

  it("has prices of the regions that the examples use", () => {
    expect(PRICE_REGIONS).toEqual(expect.arrayContaining(["eu-central-1", "eu-west-1", "us-east-1"]));
  });

  it("knows the price of a region, and one of all regions, and guesses none", () => {
    expect(priceOf("s3.storage.STANDARD", "eu-central-1")).toMatchObject({ usd: 0.0245, per: 1 });
    expect(priceOf("s3.replicationTimeControl", "eu-central-1")).toMatchObject({ usd: 0.015 });
    expect(priceOf("s3.storage.DEEP_ARCHIVE", "eu-central-1")).toBeUndefined();
    expect(priceOf("nothing", "us-east-1")).toBeUndefined();
  });

  it("takes the prices of a region that stands in, and refuses regions that nobody looked up", () => {
    expect(pricing("us-east-1").regionFor("ap-south-1")).toBe("us-east-1");
    expect(pricing("us-east-1").regionFor("eu-west-1")).toBe("eu-west-1");
    expect(() => pricing().regionFor("ap-south-1")).toThrow(
      new OperatorError(
        "usage",
        `no prices are known of 'ap-south-1'; the table of ${PRICES_AS_OF} has eu-central-1, eu-west-1, us-east-1`,
      ),
    );
    expect(() => pricing("eu-central")).toThrow(/no prices are known of 'eu-central'; .* has eu-central-1/);
  });
});
