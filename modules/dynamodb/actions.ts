/**
 * Named lists of DynamoDB actions.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB".
 */

/** Reads items, of the table and of its indexes. */
export const READ_ITEM_ACTIONS = [
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
] as const;

/** Adds and changes items, one at a time, in transactions too. `BatchWriteItem` is left out: whoever may call it may delete. */
export const WRITE_ITEM_ACTIONS = ["dynamodb:PutItem", "dynamodb:UpdateItem"] as const;

/** Sees how the table is made: most clients look first. */
export const DESCRIBE_TABLE_ACTION = "dynamodb:DescribeTable";
