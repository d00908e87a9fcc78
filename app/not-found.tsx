import { MessagePage } from '@/components/shell/message-page';
import { ButtonLink } from '@/components/ui/button';

export default function NotFound() {
  return (
    <main>
      <MessagePage
        title="There is no such page"
        actions={
          <ButtonLink href="/" variant="primary">
            To the overview
          </ButtonLink>
        }
      >
        The address may be mistyped, or come from another version of Alidade.
      </MessagePage>
    </main>
  );
}
