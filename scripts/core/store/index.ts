/** The seam behind which S3 lies. */
export { type S3StoreSettings, s3Store } from "./s3-store";
