/**
 * One call to a service whose SDK client the project does not have: AWS JSON 1.0 with `operation` as target, or, where that is a
 * path like `POST /schedules/x`, plain REST. An emulator reads region and service from the signature and does not check it.
 */
export async function callJson<Reply>(
  env: Record<string, string>,
  service: string,
  operation: string,
  body: object,
): Promise<Reply> {
  const [method = 'POST', path] = operation.includes('/') ? operation.split(' ') : [];
  const response = await fetch(new URL(path ?? '/', env.AWS_ENDPOINT_URL), {
    method,
    headers: {
      'content-type': path ? 'application/json' : 'application/x-amz-json-1.0',
      ...(path ? {} : { 'x-amz-target': operation }),
      authorization: `AWS4-HMAC-SHA256 Credential=${env.AWS_ACCESS_KEY_ID}/20260101/${env.AWS_REGION}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} ${operation}: ${response.status} ${text}`);
  return JSON.parse(text || '{}') as Reply;
}
