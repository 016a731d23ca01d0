import { startS3Endpoint } from '../../s3/server.ts';
import { foldersIn } from './scratch-endpoint.ts';

// A process of its own, to be killed: node crash-server.ts <folder>, tells its URL by message.
const endpoint = await startS3Endpoint(foldersIn(process.argv[2] ?? ''));
process.send?.(endpoint.url);
// Not to outlive a test run that was itself killed.
process.on('disconnect', () => process.exit());
