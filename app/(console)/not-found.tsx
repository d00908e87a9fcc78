import { MessagePage } from '@/components/shell/message-page';
import { ButtonLink } from '@/components/ui/button';

export default function NotFoundInConsole() {
  return (
    <MessagePage
      title="There is no such thing"
      actions={
        <ButtonLink href="/services" variant="primary">
          To the services
        </ButtonLink>
      }
    >
      The name in the address cannot be that of a service or workload.
    </MessagePage>
  );
}
