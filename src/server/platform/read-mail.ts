import PostalMime from 'postal-mime';

export type ReadMail = {
  readonly subject: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly copies: readonly string[];
  readonly replyTo: string | null;
  readonly messageId: string | null;
  readonly text: string;
  /** With its own pictures inside, as data; nothing of it may run. */
  readonly html: string;
  readonly attachments: readonly {
    readonly name: string;
    readonly mediaType: string;
    readonly bytes: Buffer;
  }[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
};

/** Takes a mail apart for the screen. */
export async function readMail(bytes: Buffer): Promise<ReadMail> {
  const mail = await PostalMime.parse(new Uint8Array(bytes), { attachmentEncoding: 'arraybuffer' });
  const parts = mail.attachments.map(({ filename, mimeType, content, contentId, disposition }) => ({
    name: filename ?? 'file',
    mediaType: mimeType,
    bytes: typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content)),
    contentId: contentId?.replace(/[<>]/g, '') ?? null,
    inline: disposition === 'inline',
  }));
  let html = mail.html ?? '';
  for (const { contentId, mediaType, bytes: picture } of parts)
    if (contentId && /^image\/(png|jpeg)$/.test(mediaType))
      html = html.replaceAll(`cid:${contentId}`, `data:${mediaType};base64,${picture.toString('base64')}`);
  return {
    subject: mail.subject ?? '',
    from: mail.from ? written(mail.from) : '',
    to: (mail.to ?? []).map(written),
    copies: (mail.cc ?? []).map(written),
    replyTo: mail.replyTo?.[0] ? written(mail.replyTo[0]) : null,
    messageId: mail.messageId ?? null,
    text: mail.text ?? '',
    html,
    attachments: parts
      .filter(({ inline }) => !inline)
      .map(({ name, mediaType, bytes: content }) => ({ name, mediaType, bytes: content })),
    headers: mail.headers.map(({ originalKey, key, value }) => ({ name: originalKey ?? key, value })),
  };
}

function written({ name, address }: { name?: string | undefined; address?: string | undefined }): string {
  return name ? `${name} <${address ?? ''}>` : (address ?? '');
}
