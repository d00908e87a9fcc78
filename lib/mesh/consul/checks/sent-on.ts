import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { catalogueAt, CATALOGUE_READS } from '@/lib/mesh/consul/checks/catalogue-view';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { elementsOf } from '@/lib/mesh/consul/checks/splitter-subject';
import { SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';
import { redirected, splitAgain } from '@/lib/mesh/consul/split-warnings';
import { isElsewhere } from '@/lib/mesh/consul/targets';

export const sentOn: Rule = {
  code: 'CO106',
  severity: 'note',
  title: 'A target of a split sends its requests on to somewhere else',
  why: 'Its share is not what arrives there: a redirect takes all of it, another splitter shares it out again.',
  mend: 'Name the last of them in the split, unless the chain is wanted.',
  link: entryPage('service-splitter'),
  subjects: [SERVICE_SPLITTER],
  reads: CATALOGUE_READS,
  check: (object, lookups) => {
    const catalogue = catalogueAt(lookups);
    const { namespace = '' } = object.metadata;
    return elementsOf(object).flatMap((element, i) =>
      isElsewhere(element)
        ? []
        : warned(
            `/spec/splits/${i}/service`,
            [
              ...redirected(element, namespace, catalogue),
              ...splitAgain(element, object, catalogue),
            ],
            'redirected',
            'split-again',
          ),
    );
  },
};
