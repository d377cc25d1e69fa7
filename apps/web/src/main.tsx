import './mantine-styles.ts';
import './theme.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SignInAgain } from './features/session/sign-in-again.tsx';
import { focusOnArrival } from './lib/arrival.ts';
import { styleNonce } from './lib/nonce.ts';
import { createQueryClient } from './lib/query-client.ts';
import { returnFocus } from './lib/returned-focus.ts';
import { createAppRouter } from './router.tsx';
import { cssVariables, theme } from './theme.ts';

const queryClient = createQueryClient();
returnFocus(queryClient);
const router = createAppRouter(queryClient);
focusOnArrival(router);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
      >
        <Notifications position="bottom-right" limit={4} />
        <RouterProvider router={router} />
        <SignInAgain />
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
);
