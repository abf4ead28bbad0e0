import { useMutation } from '@tanstack/react-query';
import { client } from '#web/api.ts';

/** The device said no, or nobody touched it: there is no refusal of ours to tell. */
export class PasskeyUnanswered extends Error {}

type Session = Awaited<ReturnType<typeof client.session.givePasskey>>;

/** Asks the browser for a passkey, and signs in with it or proves again who is here. */
export function useGivePasskey(onDone: (session: Session) => void) {
  return useMutation({
    mutationFn: async () => {
      const { options } = await client.session.askPasskey();
      const { startAuthentication } = await import('@simplewebauthn/browser');
      const { id, rawId, response } = await answered(() => startAuthentication({ optionsJSON: options }));
      const { clientDataJSON, authenticatorData, signature } = response;
      return client.session.givePasskey({
        response: {
          id,
          rawId,
          type: 'public-key',
          response: { clientDataJSON, authenticatorData, signature },
        },
      });
    },
    onSuccess: onDone,
    meta: { inline: true },
  });
}

/** Lets the browser make a passkey for the signed-in user. */
export async function makePasskey({ name, password }: { name: string; password: string }) {
  const { options } = await client.secondFactor.askNewPasskey({ password });
  const { startRegistration } = await import('@simplewebauthn/browser');
  const { id, rawId, response } = await answered(() => startRegistration({ optionsJSON: options }));
  const { clientDataJSON, attestationObject, transports = [] } = response;
  return client.secondFactor.addPasskey({
    name,
    response: { id, rawId, type: 'public-key', response: { clientDataJSON, attestationObject, transports } },
  });
}

export function hasPasskeys(): boolean {
  return window.PublicKeyCredential !== undefined && window.isSecureContext;
}

async function answered<T>(asked: () => Promise<T>): Promise<T> {
  try {
    return await asked();
  } catch (error) {
    throw new PasskeyUnanswered('', { cause: error });
  }
}
